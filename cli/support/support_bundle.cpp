#include "cli/home/home.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/dispatcher.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/support/redaction.hpp"
#include "cli/support/tar_writer.hpp"
#include "config/base/clock_check.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "transports/io/clock.hpp"
#include "transports/io/descriptor.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/utsname.h>
#include <unistd.h>

namespace ockam::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto explanation =
    "What this archive has, so that somebody else can see what is the matter with these nodes:\n"
    "  version.txt      of ockam, of the system\n"
    "  environment.txt  variables that ockam reads, of the command that wrote this\n"
    "  doctor.txt       what is wrong, as `ockam doctor` says\n"
    "  status.txt       of all nodes, relays, inlets and outlets\n"
    "  projects.txt     names and addresses of projects that this home knows\n"
    "  nodes/NAME/      of each node: what it has and its limits, what was declared on it, the "
    "ends\n"
    "                   of its log and of its access log\n"
    "It has addresses of machines, names and identifiers, also of those who used the nodes: give "
    "it\n"
    "to nobody who may not know these. It has no keys, tickets, links, credentials or passwords:\n"
    "none were looked for, and every word of 40 or more letters and digits was left out that is "
    "no\n"
    "identifier.\n";

/// Runs a command of this program, and returns all that it prints.
std::string said_by(invocation& call, const std::vector<std::string>& words) {
  std::istringstream in;
  std::ostringstream out;
  auto& host = call.host;
  host_environment quiet{.in = in,
                         .out = out,
                         .err = out,
                         .no_color = true,
                         .nodes = host.nodes,
                         .send_once = host.send_once,
                         .pause = [](std::chrono::milliseconds) { return false; }};
  static const auto nouns = all_nouns();
  run(nouns, words, quiet);
  return out.str();
}

/// The last bytes of a file, from the beginning of a line; why it can not be read, if it can not.
std::string end_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) return std::string("cannot be read: ") + std::strerror(errno) + '\n';
  const auto size = static_cast<std::size_t>(file.tellg());
  const auto from = size - std::min(size, config::support_tail);
  file.seekg(static_cast<std::streamoff>(from));
  std::string text(size - from, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return from == 0 ? text : text.substr(std::min(text.find('\n') + 1, text.size()));
}

std::string versions() {
  utsname system{};
  ::uname(&system);
  std::ifstream named{"/etc/os-release"};
  std::string name;
  for (std::string line; std::getline(named, line);)
    if (line.starts_with("PRETTY_NAME=")) name = line.substr(line.find('=') + 1);
  return std::string("ockam " OCKAM_VERSION "\n") + system.sysname + ' ' + system.release + ' '
         + system.machine + "\n" + name + "\n";
}

/// A ticket in it is a secret, however short it may be.
std::string variables() {
  std::string out;
  for (const auto& each : config::variables()) {
    const auto value = config::variable_text(each.name);
    const auto shown = each.name == "ENROLLMENT_TICKET" && !value.empty() ? "[left out]" : value;
    out += std::string(each.name) + '=' + shown + '\n';
  }
  return out;
}

/// The archive, and the names of what is in it.
class support_archive {
public:
  support_archive(std::ostream& to, std::uint64_t now) : tar_(to, now) {}
  void add(const std::string& name, std::string_view text) {
    tar_.add("ockam-support/" + name, without_secrets(text));
    names_.push_back(name);
  }
  void finish() { tar_.finish(); }
  const std::vector<std::string>& names() const noexcept { return names_; }

private:
  tar_writer tar_;
  std::vector<std::string> names_;
};

status fill(invocation& call, const fs::path& home, support_archive& to) {
  OCKAM_TRY(nodes, call.host.nodes.node_names());
  to.add("README.txt", explanation);
  to.add("version.txt", versions());
  to.add("environment.txt", variables());
  to.add("doctor.txt", said_by(call, {"doctor"}));
  to.add("status.txt", said_by(call, {"status"}));
  to.add("projects.txt", said_by(call, {"project", "list"}));
  if (nodes.size() > config::support_nodes_max) {
    call.out.note("only the first " + std::to_string(config::support_nodes_max) + " of "
                  + std::to_string(nodes.size()) + " nodes are in the archive");
    nodes.resize(config::support_nodes_max);
  }
  for (const auto& name : nodes) {
    const auto files = config::files_of(home, name);
    const auto at = "nodes/" + name + '/';
    to.add(at + "show.txt", said_by(call, {"node", "show", name}));
    to.add(at + "limits.txt", said_by(call, {"node", "show", name, "--limits"}));
    to.add(at + "declared.yaml", said_by(call, {"export", name}));
    to.add(at + "log.txt", end_of(files.log));
    to.add(at + "access.txt", end_of(files.access_log));
  }
  to.finish();
  return done{};
}

/// Half an archive is none.
error broken_off(const fs::path& file) {
  auto why = fail(errc::io, "cannot write " + file.string() + ": " + std::strerror(errno));
  ::unlink(file.c_str());
  return why;
}

status write_bundle(invocation& call) {
  OCKAM_TRY(home, config::home());
  const auto now = transports::system_wall_clock{}.now();
  auto when = config::utc_text(now); // 2026-12-01T07:20:00Z
  std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
  const fs::path file = call.args.positional_at(0).value_or("ockam-support-" + when + ".tar");
  std::ostringstream bytes;
  support_archive archive(bytes, now);
  if (auto filled = fill(call, home, archive); !filled) return filled;
  if (file == "-") {
    call.host.out << bytes.str() << std::flush;
    return done{};
  }
  const transports::descriptor made{
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!made && errno == EEXIST)
    return fail(errc::already_exists, file.string() + " is there already", "another name");
  const auto text = bytes.str();
  if (!made || ::write(made.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return broken_off(file);
  std::string block = "Wrote " + file.string() + " for who is to help. It has";
  for (const auto& each : archive.names()) block += "\n  " + each;
  block += "\nand no keys, tickets or passwords, but names and addresses: its README.txt says more";
  call.out.created({{"file", fs::absolute(file).string()}, {"parts", archive.names()}}, block,
                   file.string());
  return done{};
}

} // namespace

noun support_bundle() {
  const std::string summary = "Write what others need to help with this home's nodes to a file";
  return {"support-bundle",
          summary,
          {{"",
            summary,
            {{"FILE", "A new archive, of mode 0600; - is standard output; without it "
                      "ockam-support-TIME.tar"}},
            {},
            {"ockam support-bundle", "ockam support-bundle - | tar -xf - -O | less"},
            write_bundle}}};
}

} // namespace ockam::cli
