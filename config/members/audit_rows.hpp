// The audit log as rows of a database, the newest with the highest number. For .cpp files of config/
// only; errors are SOCI's exceptions.
#pragma once
#include "config/database/soci.hpp"
#include "config/members/member_records.hpp"
#include "wire/result.hpp"

#include <span>

namespace ockam::config {

/// Writes an entry, and forgets the oldest of more than audit_entries_max. REQUIRES: a transaction.
void write_audit_row(soci::session&, const audit_entry&);

class audit_rows {
public:
  explicit audit_rows(soci::session& sql) noexcept : sql_(sql) {}

  /// Writes several entries in their order as one write.
  status write(std::span<const audit_entry>);
  /// The newest entries, newest first.
  result<std::vector<audit_entry>> newest(std::size_t);
  /// Entries after the one with that number, oldest first.
  result<std::vector<audit_entry>> after(std::int64_t number, std::size_t at_most);

private:
  result<std::vector<audit_entry>> read(const char* which, long long after, std::size_t at_most);

  soci::session& sql_;
};

} // namespace ockam::config
