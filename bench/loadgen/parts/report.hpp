// Prints the report: one JSON object on stdout.
#pragma once
#include "loadgen/parts/connection.hpp"
#include "loadgen/parts/usage.hpp"

#include <string>

namespace loadgen {

std::string format(const char* how, ...) __attribute__((format(printf, 1, 2)));
/// Prints what every mode reports, then `more`, which begins with a comma. Returns the exit status.
int report(const outcome&, const usage& before, const usage& after, const std::string& more);

} // namespace loadgen
