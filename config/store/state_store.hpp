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
  std::string listener_address;     ///< as bound, 127.0.0.1:4000: `node start` listens there again
  std::string identity;             ///< its name; empty: none was chosen yet
  std::string created_at;           ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false;          ///< one node is, if there are any
  std::size_t threads = 0;          ///< as declared; 0: as many as the machine suggests
  std::string project;              ///< its name; empty: in none
  std::string status_address;       ///< 127.0.0.1:9000, of its status port; empty: it has none
  std::string offers;               ///< options of what others may use, `allow-relays,open`
  std::size_t links_per_source = 0; ///< as declared; 0: config::unknown_links_per_source_max
  std::string when_silent;          ///< who counts while an authority is silent; empty: the usual
  bool hosts = false;               ///< what a project of this home needs: never the default node
};

class state_store {
public:
  /// Makes directory, file and tables if need be. One that cannot be written can be read all the
  /// same: then what would change it fails, and `writable` says why.
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
  /// Empty: the usual. Errors: not_found.
  status set_when_silent(std::string_view name, std::string_view mode);
  /// Errors: not_found.
  status set_links_per_source(std::string_view name, std::size_t max);
  status set_offers(std::string_view name, std::string_view options);
  result<node_record> node(std::string_view name);
  result<node_record> default_node();
  /// Oldest first.
  result<std::vector<node_record>> nodes();
  /// Errors: not_found; invalid, if it hosts a project.
  status set_default(std::string_view name);
  /// The oldest one left that hosts nothing takes over as the default. Errors: not_found.
  status remove_node(std::string_view name);

  /// What the user said once for all commands; nothing if it was never said.
  result<std::optional<std::string>> setting(std::string_view key);
  status set_setting(std::string_view key, std::string_view value);
  /// One that was never said is fine.
  status unset_setting(std::string_view key);

  /// What has the newest time in here: no clock that is right is much before it.
  result<last_made> newest();

  /// Errors: io, if it was opened for reading because it cannot be written.
  status writable() const;

  /// Reads all of it. Errors: io, if a part of the file is damaged.
  status check();

  /// Valid as long as the store.
  vault_records vaults() noexcept;
  identity_records identities() noexcept;
  project_records projects() noexcept;
  trust_records trusted() noexcept;
  declaration_records declarations() noexcept;

private:
  explicit state_store(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

/// Where open() looks, for those that must not make it: there is no state without that file.
std::filesystem::path state_file(const std::filesystem::path& home);

} // namespace ockam::config
