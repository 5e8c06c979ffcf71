// A statement that changes rows. For .cpp files of config/ only.
#pragma once
#include "config/database/soci.hpp"

namespace ockam::config {

/// Runs a statement; returns how many rows it changed.
template <class... Values>
long long change_rows(soci::session& sql, const char* statement, const Values&... values) {
  soci::statement once{sql};
  (once.exchange(soci::use(values)), ...);
  once.alloc();
  once.prepare(statement);
  once.define_and_bind();
  once.execute(true);
  return once.get_affected_rows();
}

} // namespace ockam::config
