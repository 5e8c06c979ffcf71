#include "config/store/vault_files.hpp"

#include <string>

namespace ockam::config {

namespace fs = std::filesystem;

fs::path vault_file(const fs::path& home, std::string_view name) {
  return home / "vaults" / (std::string{name} + ".sqlite3");
}

result<directory_lock> lock_vaults(const fs::path& home) {
  return directory_lock::acquire(home / "vaults");
}

} // namespace ockam::config
