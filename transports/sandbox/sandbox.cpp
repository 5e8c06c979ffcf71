#include "transports/sandbox/sandbox.hpp"

#include "transports/sandbox/landlock.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>

// A sanitizer looks at the process from outside, starts programs, and needs other calls than we do.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OCKAM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OCKAM_SANITIZED
#endif
#endif

namespace ockam::transports {

namespace {

namespace fs = std::filesystem;

#ifdef OCKAM_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

constexpr std::array<std::pair<std::string_view, sandbox_mode>, 3> modes{
    {{"auto", sandbox_mode::automatic},
     {"required", sandbox_mode::required},
     {"off", sandbox_mode::off}}};

void allow(std::vector<file_rule>& rules, bool may_write,
           std::initializer_list<const char*> paths) {
  for (const auto* const path : paths) rules.push_back({path, may_write});
}

/// How names are looked up stands in /etc, unless a link leads elsewhere: on WSL to /mnt/wsl. Files
/// there are replaced, so the rule is for their directory.
void allow_linked(std::vector<file_rule>& rules) {
  for (const auto* const path : {"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"}) {
    std::error_code unknown;
    const auto real = fs::canonical(path, unknown);
    if (!unknown && real.parent_path() != real.root_path())
      rules.push_back({real.parent_path(), false});
  }
}

/// Names, figures of the process and of its control group, and libraries that are loaded late.
std::vector<file_rule> rules_of_data(const sandbox::paths& where) {
  std::vector<file_rule> rules{{where.directory, true}};
  allow(rules, false,
        {"/etc", "/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/run", "/proc",
         "/sys/fs/cgroup", "/sys/devices/system/cpu", "/dev/random", "/dev/urandom"});
  allow(rules, true, {"/dev/null"});
  allow_linked(rules);
  return rules;
}

std::vector<file_rule> rules_of_home(const sandbox::paths& where) {
  std::vector<file_rule> rules{{"/", false}, {where.home, true}, {where.directory, true}};
  for (const auto& each : where.stores) rules.push_back({each, true});
  for (const auto& each : where.temporary) rules.push_back({each, true});
  allow(rules, true, {"/dev/null"});
  if (const auto* const own = std::getenv("TMPDIR")) rules.push_back({own, true});
  return rules;
}

/// A home in /usr is no secret to those who may read /usr; empty: it is elsewhere.
std::string readable_part_above(const fs::path& home, const std::vector<file_rule>& rules) {
  std::error_code unknown;
  const auto real = fs::weakly_canonical(home, unknown);
  for (const auto& rule : rules) {
    const auto from = fs::weakly_canonical(rule.path, unknown);
    const auto [rest, _] = std::mismatch(from.begin(), from.end(), real.begin(), real.end());
    if (rest == from.end() && !rule.may_write)
      return "the home is below " + rule.path.string() + ", where look-ups of names read";
  }
  return {};
}

} // namespace

std::string_view name_of(sandbox_mode mode) {
  return std::find_if(modes.begin(), modes.end(),
                      [&](const auto& each) { return each.second == mode; })
      ->first;
}

std::optional<sandbox_mode> sandbox_mode_called(std::string_view name) {
  for (const auto& [text, mode] : modes)
    if (text == name) return mode;
  return std::nullopt;
}

std::string sandboxed::text() const {
  if (complete()) return "system calls and files";
  return std::string(system_calls ? "system calls" : files ? "files" : "nothing") + ": " + missing;
}

sandboxed sandbox::enter(role as) const {
  if (sanitized) return {.missing = "this program was built with a sanitizer"};
  thread_local bool filtered = false;
  sandboxed out;
  const auto data = rules_of_data(where_);
  const auto limited = limit_files(as == role::home ? rules_of_home(where_) : data);
  const auto filter = filtered ? status(done{}) : filter_ ? filter_->enter() : filter_.error();
  out.system_calls = filtered = bool(filter);
  if (!filter) out.missing = filter.error().message;
  if (const auto open = limited ? readable_part_above(where_.home, data) : limited.error().message;
      !open.empty())
    out.missing += (out.missing.empty() ? "" : "; ") + open;
  else
    out.files = true;
  return out;
}

} // namespace ockam::transports
