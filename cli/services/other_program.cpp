#include "cli/services/other_program.hpp"

#include "transports/io/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

constexpr int not_found_status = 127; // as shells say it

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

/// In the child: nothing but calls that are safe after a fork.
[[noreturn]] void turn_into(const std::vector<char*>& words, const std::optional<account>& as,
                            int output) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const auto nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  if (as
      && (::setgroups(0, nullptr) != 0 || ::setresgid(as->group, as->group, as->group) != 0
          || ::setresuid(as->user, as->user, as->user) != 0))
    ::_exit(not_found_status - 1);
  ::execvp(words.front(), words.data());
  ::_exit(not_found_status);
}

std::string all_of(int from) {
  std::string text;
  std::array<char, 4096> part{};
  for (;;) {
    const auto count = ::read(from, part.data(), part.size());
    if (count > 0)
      text.append(part.data(), static_cast<std::size_t>(count));
    else if (count == 0 || errno != EINTR)
      return text;
  }
}

} // namespace

std::optional<account> find_account(const std::string& name) {
  const auto* const known = ::getpwnam(name.c_str());
  if (!known) return {};
  return account{known->pw_uid, known->pw_gid, known->pw_dir};
}

status become(const account& who) {
  if (::setgroups(0, nullptr) == 0 && ::setresgid(who.group, who.group, who.group) == 0
      && ::setresuid(who.user, who.user, who.user) == 0)
    return done{};
  return fail(errc::denied,
              std::string{"cannot become the services' user: "} + std::strerror(errno));
}

result<std::string> run_program(const std::vector<std::string>& words,
                                const std::optional<account>& as) {
  std::vector<char*> given;
  given.reserve(words.size() + 1);
  for (const auto& each : words) given.push_back(const_cast<char*>(each.c_str()));
  given.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(errc::io, std::string{"cannot make a pipe: "} + std::strerror(errno));
  const transports::descriptor reads{ends[0]};
  transports::descriptor writes{ends[1]};
  const auto child = ::fork();
  if (child == 0) turn_into(given, as, writes.get());
  if (child < 0)
    return fail(errc::io, "cannot start " + words.front() + ": " + std::strerror(errno));
  writes = transports::descriptor{};
  auto said = all_of(reads.get());
  auto ended = 0;
  while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0) return said;
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == not_found_status && said.empty())
    return fail(errc::not_found, "there is no program " + words.front());
  auto why = last_line(std::move(said));
  return fail(errc::unavailable, why.empty() ? words.front() + " failed" : why);
}

} // namespace ockam::cli
