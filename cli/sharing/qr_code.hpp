// A text as a QR code for terminals: two rows of modules a line, light ones drawn, so that a dark
// terminal shows dark modules on a light ground.
#pragma once
#include <string>

namespace ockam::cli {

/// Empty if libqrencode.so.4 is not there, or for a text that is too long for a code.
std::string qr_code(const std::string& text);

} // namespace ockam::cli
