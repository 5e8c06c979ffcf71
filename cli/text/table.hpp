// Draws tables with + - and |, as the documents show them; on a terminal that is too narrow for one,
// lines `Title: cell`.
#pragma once
#include "cli/text/output.hpp"

#include <string>
#include <vector>

namespace ockam::cli {

using table_row = std::vector<std::string>;

/// A table, without a line break at its end. Titles are bold where that can be seen. REQUIRES:
/// every row has as many cells as there are titles.
std::string table(const output&, const table_row& titles, const std::vector<table_row>& rows);

} // namespace ockam::cli
