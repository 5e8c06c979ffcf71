// Rows in a frame of + - and |, as the documents show them.
#pragma once
#include "cli/text/output.hpp"

#include <string>
#include <vector>

namespace ockam::cli {

using table_row = std::vector<std::string>;

/// Titles are bold where that can be seen. Every row has as many cells as there are titles. Ends
/// without a line break.
std::string table(const output&, const table_row& titles, const std::vector<table_row>& rows);

} // namespace ockam::cli
