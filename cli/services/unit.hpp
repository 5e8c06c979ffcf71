// The text of a unit for systemd, made of those that packages install: packaging/systemd/. Pure.
#pragma once
#include <filesystem>
#include <string>

namespace ockam::cli {

/// The home and the user of services, unless they are told otherwise; those of the packages, too.
inline constexpr auto service_home = "/var/lib/ockam";
inline constexpr auto service_user = "ockam";

struct unit {
  std::string name;              ///< `office`: of the node, or of the file without its ending
  std::filesystem::path file;    ///< what it runs; empty if it runs the node `name`
  std::filesystem::path program; ///< the executable
  std::filesystem::path home = service_home;
  std::string user = service_user;
};

/// `ockam-office.service`
std::string file_name(const unit&);
/// What it runs, in words: `node office of /var/lib/ockam`.
std::string meaning(const unit&);
std::string text_of(const unit&);
/// What it is, taken from the first line of such a text; empty if the text is not one.
std::string meaning_in(const std::string& text);

/// The packages' units, as they are in the repository: made by packaging/units.cmake.
extern const char* const node_unit;
extern const char* const file_unit;

} // namespace ockam::cli
