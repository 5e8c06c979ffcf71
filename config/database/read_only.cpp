#include "config/database/read_only.hpp"

#include <cstdlib>
#include <utility>

namespace ockam::config {

namespace fs = std::filesystem;

namespace {

bool has_content(const fs::path& file) {
  std::error_code why;
  const auto size = fs::file_size(file, why);
  return !why && size > 0;
}

fs::path beside(const fs::path& file, const char* suffix) {
  auto out = file;
  out += suffix;
  return out;
}

/// A path as SQLite's file names have it that are URIs.
std::string escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr auto digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    } else {
      out += c;
    }
  }
  return out;
}

/// A directory of this process alone, on a disk that is not full; the first of them is memory.
std::optional<fs::path> make_directory() {
  for (const fs::path place : {"/dev/shm", "/run", "/tmp"}) {
    auto name = (place / "ockam-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) return fs::path{name};
  }
  return {};
}

} // namespace

std::optional<read_only_view> read_only_view::of(const fs::path& file) {
  if (has_content(beside(file, "-journal"))) return {};
  const auto log = beside(file, "-wal");
  if (!has_content(log))
    return read_only_view{"file:" + escaped(file.string()) + "?immutable=1", {}};
  auto directory = make_directory();
  if (!directory) return {};
  const auto copy = *directory / file.filename();
  read_only_view out{copy.string(), std::move(*directory)};
  std::error_code why;
  if (fs::copy_file(file, copy, why) && fs::copy_file(log, beside(copy, "-wal"), why)) return out;
  return {};
}

read_only_view::read_only_view(read_only_view&& other) noexcept
    : name_{std::move(other.name_)}, directory_{std::exchange(other.directory_, {})} {}

read_only_view::~read_only_view() {
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

} // namespace ockam::config
