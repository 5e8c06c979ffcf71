// What the threads of a node may do once they have begun. All of them make only the system calls of
// a list, and run no program. Those that move data (the reactor, the loops of links, look-ups of
// names, HTTP) open files of the system and of the node's own directory, and no other: of a home not
// its keys, nor anything else. Those that keep the home (CAF's scheduler) write there and in
// directories for temporary files only; they read everything, because a vault may be anywhere, and a
// command may want an identity from it at any time.
//   sandbox box{{.home = home, .directory = files.directory}};
//   auto entered = box.enter(sandbox::role::home);
#pragma once
#include "transports/sandbox/system_calls.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::transports {

/// Whether a node is sandboxed: as far as the kernel lets it; or it does not run; or not at all.
enum class sandbox_mode : unsigned char { automatic, required, off };

/// `auto`, `required`, `off`.
std::string_view name_of(sandbox_mode);
std::optional<sandbox_mode> sandbox_mode_called(std::string_view name);

/// How far a thread is in.
struct sandboxed {
  bool system_calls = false, files = false;
  std::string missing; ///< why the one or the other is not: `no Landlock in this kernel`

  bool complete() const noexcept { return system_calls && files; }
  /// `system calls and files`; `system calls: no Landlock in this kernel`; `nothing: ...`.
  std::string text() const;
};

class sandbox {
public:
  struct paths {
    std::filesystem::path home;                  ///< of all nodes
    std::filesystem::path directory;             ///< the node's own: its log, its control socket
    std::vector<std::filesystem::path> stores{}; ///< directories of databases, in the home or not
    /// Where SQLite sorts what is much, and has the copy that a home on a full disk is read from.
    std::vector<std::filesystem::path> temporary{"/dev/shm", "/tmp", "/var/tmp"};
  };
  enum class role : unsigned char { home, data };

  explicit sandbox(paths where) : where_{std::move(where)}, filter_{system_call_filter::make()} {}

  /// Takes from the calling thread what its role does not need. What it starts from then on
  /// inherits that; from `home` it may go on to `data`, never back.
  sandboxed enter(role) const;

private:
  paths where_;
  result<system_call_filter> filter_;
};

} // namespace ockam::transports
