// How to read an SQLite file that cannot be written: the disk is full, read-only, or somebody
// else's. With a write-ahead log SQLite wants to make files beside it even for that, unless it is
// told that nobody writes. For .cpp files of config/database/ only.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace ockam::config {

class read_only_view {
public:
  /// A view of a file. If a log has what is not in the file yet, it is a view of a private copy of
  /// both, which is removed with this object; whoever has read the schema by then goes on with it.
  /// None if the file cannot be read, or only with a journal that a writer has to play back first.
  static std::optional<read_only_view> of(const std::filesystem::path& file);

  read_only_view(read_only_view&&) noexcept;
  read_only_view& operator=(read_only_view&&) = delete;
  ~read_only_view();

  /// What SQLite is told to open; a URI, which it takes after wipe_memory_of_sqlite.
  const std::string& name() const noexcept { return name_; }

private:
  read_only_view(std::string name, std::filesystem::path directory)
      : name_{std::move(name)}, directory_{std::move(directory)} {}
  std::string name_;
  std::filesystem::path directory_; ///< where the copy is; empty if there is none
};

} // namespace ockam::config
