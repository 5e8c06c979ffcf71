// Random names for what people do not name.
#pragma once
#include <string>

namespace ockam::cli {

/// Eight hexadecimal digits. Source: spec cli §1.3, §1.5.
std::string random_name();

} // namespace ockam::cli
