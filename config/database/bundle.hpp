// A file of files: an SQLite database of mode 0600 with the name, the bytes and the SHA-256 of
// each. One that was cut or changed is found out when it is opened, or when what was hit is taken.
// What passes through memory is wiped, so that a file may have secrets. Errors name the bundle.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ockam::config {

struct database;

class bundle {
public:
  /// A new bundle. Errors: already_exists; io.
  static result<bundle> make(const std::filesystem::path& file);
  /// A bundle that is there. Errors: not_found; denied if others can read it; io if it is damaged;
  /// config if it is something else, or a newer version's.
  static result<bundle> open(const std::filesystem::path& file);
  bundle(bundle&&) noexcept;
  bundle& operator=(bundle&&) noexcept;
  ~bundle();

  /// Adds what is in a file. Errors: io, also if the name is there already.
  status add(std::string_view name, const std::filesystem::path& from);
  status add_text(std::string_view name, std::string_view text);
  /// Writes a part to a new file of mode 0600. Errors: not_found; already_exists; io.
  status take(std::string_view name, const std::filesystem::path& to);
  /// A part of at most bundle_text_max bytes. Errors: not_found; limit; io.
  result<std::string> text(std::string_view name);

private:
  explicit bundle(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

} // namespace ockam::config
