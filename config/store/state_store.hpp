// What outlives a process: a SQLite database (WAL) in $OCKAM_HOME, mode 0600 in a directory 0700.
// Commands open it only if they need it, use it, and close it; any number may do so at once
// (writers queue up for state_busy_timeout). Errors name the file: io (disk full, read-only,
// damaged, busy for too long), config (written by a newer version).
//   nodes -> identities -> vaults      what an arrow leads to is in use and cannot be removed
//   nodes -> projects
// No secrets are in here: those are in the vaults' own files (vault_keys.hpp).
#pragma once
#include "config/base/clock_check.hpp"
#include "config/store/declaration_records.hpp"
#include "config/store/identity_records.hpp"
#include "config/store/project_records.hpp"
#include "config/store/trust_records.hpp"
#include "config/store/vault_records.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct node_record {
  std::string name;
  std::string listener_address; ///< 127.0.0.1:4000, where `node start` listens again
  std::string identity;         ///< name of its identity; empty while none was chosen
  std::string created_at;       ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false;      ///< whether it is the default; one node is, if any
  std::size_t threads = 0;      ///< as declared; 0 for what the machine suggests
  std::string project;          ///< name of its project; empty if it is in none
  std::string status_address;   ///< 127.0.0.1:9000, its status port; empty if it has none
  std::string offers;           ///< what others may use: `allow-relays,open`
  std::string limits;           ///< those that were declared: `relays=500,channels=100`
  std::string when_silent;      ///< who counts while an authority is silent; may be empty
  bool hosts = false;           ///< whether it hosts a project: never the default node
  std::string sandbox;          ///< what it gives up when it has started; empty: the usual
};

class state_store {
public:
  /// Makes directory, file and tables if need be. A file that cannot be written can be read all the
  /// same: then what would change it fails, and writable() says why.
  static result<state_store> open(const std::filesystem::path& home);
  state_store(state_store&&) noexcept;
  state_store& operator=(state_store&&) noexcept;
  ~state_store();

  /// Adds a node, or notes the new address of a known one, and the new identity and the new project
  /// if there is one. The first node becomes the default, unless it `hosts`. Errors: not_found if
  /// there is no such identity or project (any more).
  status put_node(std::string_view name, std::string_view listener_address,
                  std::string_view identity = {}, std::size_t threads = 0,
                  std::string_view project = {}, bool hosts = false);
  /// Errors: not_found.
  status set_status_address(std::string_view name, std::string_view address);
  /// Sets the mode; an empty one is the usual one. Errors: not_found.
  status set_when_silent(std::string_view name, std::string_view mode);
  /// The same for its sandbox.
  status set_sandbox(std::string_view name, std::string_view mode);
  /// Errors: not_found.
  status set_limits(std::string_view name, std::string_view limits);
  status set_offers(std::string_view name, std::string_view options);
  result<node_record> node(std::string_view name);
  result<node_record> default_node();
  /// Oldest first.
  result<std::vector<node_record>> nodes();
  /// Errors: not_found; invalid, if it hosts a project.
  status set_default(std::string_view name);
  /// Removes a node; the oldest one left that hosts nothing takes over as the default. Errors:
  /// not_found.
  status remove_node(std::string_view name);

  /// A setting that the user made once for all commands; none if it was never made.
  result<std::optional<std::string>> setting(std::string_view key);
  status set_setting(std::string_view key, std::string_view value);
  /// Forgets a setting; one that was never made is fine.
  status unset_setting(std::string_view key);

  /// The record with the newest time: no clock that is right is much before it.
  result<last_made> newest();

  /// Whether the store can be written. Errors: io if it was opened only for reading.
  status writable() const;

  /// Reads the whole file. Errors: io if a part of it is damaged.
  status check();

  /// The parts of the store, valid as long as it is.
  vault_records vaults() noexcept;
  identity_records identities() noexcept;
  project_records projects() noexcept;
  trust_records trusted() noexcept;
  declaration_records declarations() noexcept;

private:
  explicit state_store(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

/// The file that open() opens, for those that must not make it: without it there is no state.
std::filesystem::path state_file(const std::filesystem::path& home);

} // namespace ockam::config
