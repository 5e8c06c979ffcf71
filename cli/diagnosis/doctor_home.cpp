#include "cli/diagnosis/doctor_home.hpp"

#include "cli/text/duration.hpp"
#include "config/defaults.hpp"
#include "config/home/ownership.hpp"
#include "transports/io/clock.hpp"
#include "transports/io/process_figures.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;

std::string mode_of(const struct stat& file) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", file.st_mode & 07777u);
  return text;
}

bool is_open_to_others(const struct stat& file) { return (file.st_mode & 077u) != 0; }

/// Whether there is a home to look at further.
bool examine_directory(const fs::path& home, diagnostics& out) {
  struct stat about {};
  if (::stat(home.c_str(), &about) != 0) {
    if (errno == ENOENT)
      out.fine("home", "", "there is nothing at " + home.string() + " yet");
    else
      out.wrong("home", "",
                "the home " + home.string() + " cannot be looked at: " + std::strerror(errno),
                "ls -ld " + home.string());
    return false;
  }
  if (!S_ISDIR(about.st_mode)) {
    out.wrong("home", "", "the home " + home.string() + " is no directory",
              "ockam environment, and set OCKAM_HOME to another path");
    return false;
  }
  if (::access(home.c_str(), R_OK | W_OK | X_OK) != 0)
    out.wrong(
        "home", "", "the home " + home.string() + " cannot be written: " + std::strerror(errno),
        errno == EROFS ? "mount -o remount,rw " + home.string() : "chmod u+rwx " + home.string());
  else if (const auto ours = config::check_home(home); !ours)
    out.wrong("home", "", ours.error().message, ours.error().hint);
  else if (is_open_to_others(about))
    out.wrong("home", "",
              "the home " + home.string() + " is open to other users (mode " + mode_of(about) + ")",
              "chmod 700 " + home.string());
  else
    out.fine("home", "", home.string() + " is private and can be written");
  return true;
}

void examine_disk(const fs::path& home, diagnostics& out) {
  struct statvfs about {};
  if (::statvfs(home.c_str(), &about) != 0) return;
  const auto left = std::uint64_t{about.f_bavail} * about.f_frsize / config::mib;
  if (left * config::mib < config::disk_free_min)
    out.wrong("disk", "",
              std::to_string(left) + " MiB are left on the disk of " + home.string()
                  + "; the store and the logs need more to go on",
              "df -h " + home.string());
  else
    out.fine("disk", "", std::to_string(left) + " MiB are left for " + home.string());
}

/// What is in the store was made before now; times of the same form compare as texts.
void examine_clock(config::state_store& state, diagnostics& out) {
  const auto now = transports::system_wall_clock{}.now();
  if (const auto good = config::check_clock(now, config::earliest_now()); !good)
    return out.wrong("time", "", good.error().message, "timedatectl status");
  const auto latest = utc_time(
      now + static_cast<std::uint64_t>(std::chrono::seconds(config::clock_drift_max).count()));
  std::string what, made;
  const auto look = [&](const auto& records, const char* noun) {
    if (!records) return;
    for (const auto& one : *records)
      if (one.created_at > latest && one.created_at > made)
        what = std::string(noun) + ' ' + one.name, made = one.created_at;
  };
  look(state.nodes(), "node");
  look(state.identities().all(), "identity");
  look(state.vaults().all(), "vault");
  if (what.empty()) return out.fine("time", "", "it is " + utc_time(now));
  out.wrong("time", "",
            "the clock is behind: it says " + utc_time(now) + ", but " + what + " was made at "
                + made + "; others refuse what is signed at a wrong time",
            "timedatectl status");
}

std::optional<config::state_store> examine_store(const fs::path& home, diagnostics& out) {
  const auto file = config::state_file(home);
  if (struct stat about{}; ::stat(file.c_str(), &about) != 0 && errno == ENOENT) {
    out.fine("store", "", "there is no " + file.string() + " yet, so there are no nodes");
    return {};
  }
  auto state = config::state_store::open(home);
  auto whole = state ? state->check() : state.error();
  if (whole) {
    out.fine("store", "", file.string() + " is whole");
    return std::move(*state);
  }
  const auto& why = whole.error();
  const auto copy = "cp " + file.string() + " " + file.string() + ".bad, then ockam reset -y";
  if (why.code == errc::config)
    out.wrong("store", "", why.message + ", or of another program",
              "ockam version, and run the newer one");
  else
    out.wrong("store", "", why.message, why.hint.empty() ? "ls -l " + file.string() : copy);
  return {};
}

void examine_vaults(config::state_store& state, diagnostics& out) {
  const auto vaults = state.vaults().all();
  const auto identities = state.identities().all();
  if (!vaults || !identities) return;
  for (const auto& vault : *vaults) {
    std::string whose;
    for (const auto& one : *identities)
      if (one.vault == vault.name) whose += (whose.empty() ? "" : ", ") + one.name;
    struct stat about {};
    if (::stat(vault.path.c_str(), &about) != 0)
      out.wrong("vault", vault.name,
                "its file " + vault.path + " is not there: " + std::strerror(errno)
                    + (whose.empty() ? "" : "; it has the keys of " + whose),
                "cp BACKUP " + vault.path);
    else if (is_open_to_others(about))
      out.wrong("vault", vault.name,
                "its file " + vault.path + " is open to other users (mode " + mode_of(about)
                    + "), so nodes refuse it",
                "chmod 600 " + vault.path);
    else
      out.fine("vault", vault.name, vault.path + " is private");
  }
}

void examine_descriptors(diagnostics& out) {
  const auto now = transports::read_process_figures();
  if (now.descriptors_hard_max < config::descriptors_min)
    out.wrong("descriptors", "",
              "a node started here may open " + std::to_string(now.descriptors_hard_max)
                  + " files at once; each link and each stream is one",
              "ulimit -Hn " + std::to_string(config::descriptors_min) + ", as root");
  else
    out.fine("descriptors", "",
             "a node may open " + std::to_string(now.descriptors_hard_max) + " files at once");
}

} // namespace

std::optional<config::state_store> examine_home(const fs::path& home, diagnostics& out) {
  examine_descriptors(out);
  if (!examine_directory(home, out)) return {};
  examine_disk(home, out);
  auto state = examine_store(home, out);
  if (!state) return state;
  examine_clock(*state, out);
  examine_vaults(*state, out);
  return state;
}

} // namespace ockam::cli
