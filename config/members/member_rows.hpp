// Members, their versions and their credentials as rows of a database. For .cpp files of config/
// only; errors of the database are SOCI's exceptions. What it means: member_store.hpp.
#pragma once
#include "config/database/soci.hpp"
#include "config/members/member_records.hpp"
#include "wire/result.hpp"

namespace ockam::config {

class member_rows {
public:
  explicit member_rows(soci::session& sql) noexcept : sql_(sql) {}

  status put(const member_record&);
  result<member_record> find(const wire::identifier&);
  result<std::vector<member_record>> all();
  result<member_changes> changes_since(std::int64_t version);
  result<wire::member_versions> versions_of(const std::vector<wire::identifier>&);
  status remove(const wire::identifier&, const wire::identifier& by, std::int64_t now);
  result<std::vector<wire::identifier>> remove_added(const wire::identifier& by, std::int64_t now);

  status note_credential(const issued_credential&);
  result<std::vector<issued_credential>> credentials(std::int64_t now);

private:
  soci::session& sql_;
};

/// The version of the change that this transaction makes. Each transaction begins with this:
/// whoever comes second waits here, and never holds what the first one waits for.
long long next_version(soci::session&, std::int64_t now);

} // namespace ockam::config
