// Databases whose rows somebody else wrote.
#pragma once
#include "config/database/soci.hpp"
#include "fuzz.hpp"

#include <string>

namespace ockam::fuzz {

/// Puts a text into a column of all rows; returns whether the table took it.
inline bool put(soci::session& sql, const char* column, bytes_view text) {
  const std::string name(column), value(wire::text_of(text));
  const auto dot = name.find('.');
  try {
    sql << "update " << name.substr(0, dot) << " set " << name.substr(dot + 1) << " = :v",
        soci::use(value);
    return true;
  } catch (const soci::soci_error&) {
    return false;
  }
}

} // namespace ockam::fuzz
