// Writes small files as one archive that every `tar` reads: ustar, POSIX.1-1988. Blocks have 512
// bytes: a header, then the bytes of the file and zeros; two blocks of zeros are the end.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace ockam::cli {

class tar_writer {
public:
  /// All files have that time, in seconds since 1970.
  tar_writer(std::ostream& to, std::uint64_t time) : to_(to), time_(time) {}
  /// Adds a file of mode 0600. REQUIRES: the name has less than 100 bytes, the text less than 8 GiB.
  void add(std::string_view name, std::string_view text);
  void finish();

private:
  std::ostream& to_;
  const std::uint64_t time_;
};

} // namespace ockam::cli
