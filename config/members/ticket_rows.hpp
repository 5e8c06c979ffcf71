// Tickets as rows of a database, by the hash of their code. For .cpp files of config/ only; errors of
// the database are SOCI's exceptions. What it means: member_store.hpp.
#pragma once
#include "config/database/soci.hpp"
#include "config/members/member_records.hpp"
#include "wire/result.hpp"

namespace ockam::config {

class ticket_rows {
public:
  explicit ticket_rows(soci::session& sql) noexcept : sql_(sql) {}

  status add(wire::one_time_code, const ticket_record&, std::int64_t now);
  result<member_record> use(wire::one_time_code, const wire::identifier& who, std::int64_t now);
  result<std::vector<known_ticket>> all(std::int64_t now);
  result<ticket_record> find(const wire::ticket_id&);
  status remove(const wire::ticket_id&, const wire::identifier& by, std::int64_t now);

private:
  soci::session& sql_;
};

} // namespace ockam::config
