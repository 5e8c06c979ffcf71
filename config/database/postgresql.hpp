// A database of ours on a PostgreSQL server. Its tables have a schema of their own there, `ockam`.
// For .cpp files of config/ only.
#pragma once
#include "config/database/database.hpp"

#include <chrono>

namespace ockam::config {

/// Whether a text names a server and not a file.
bool is_postgresql(std::string_view where);

/// `where` is a URI of libpq, postgresql://USER@HOST:PORT/NAME?OPTIONS. Brings the tables up to
/// date. database::file names the server without user and password. Errors: io; config if a newer
/// version made the tables, or if SOCI's backend is not installed. `patience` is the time to wait
/// for the server, 2 s at least unless an option says otherwise, and later for locks of others.
result<std::unique_ptr<database>> open_postgresql(const std::string& where, const database_kind&,
                                                  std::chrono::milliseconds patience);

/// Sets what every session needs; open_postgresql() has done it for the first one.
void set_up_postgresql(soci::session&, std::chrono::milliseconds patience);

} // namespace ockam::config
