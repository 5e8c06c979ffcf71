// What an authority keeps: members, tickets, credentials and the audit log.
#pragma once
#include "wire/messages/member.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ockam::config {

/// Whether who has these attributes may make tickets and members: `ockam-role=enroller`.
bool makes_enroller(const wire::attribute_map&);

struct member_record {
  wire::identifier who;
  wire::attribute_map attributes; ///< UTF-8
  std::int64_t added_at = 0;
  std::optional<wire::identifier> added_by; ///< none if it was a member from the start
  std::int64_t version = 0; ///< of the attributes, chosen by the store; 0: older than versions
};

/// What became of members after a version.
struct member_changes {
  std::int64_t version = 0; ///< the last version
  std::vector<member_record> changed;
  std::vector<wire::identifier> gone;
};

struct ticket_record {
  wire::attribute_map attributes; ///< that those who use it get
  wire::identifier issued_by;
  std::int64_t expires_at = 0; ///< first second in which it is of no use
  std::uint64_t uses = 1;      ///< uses that are left
};

/// A ticket as those who manage it see it.
struct known_ticket {
  wire::ticket_id id{}; ///< the SHA-256 of its code
  ticket_record what;
};

struct issued_credential {
  wire::identifier who;
  std::int64_t issued_at = 0, expires_at = 0;
};

struct audit_entry {
  std::int64_t at = 0;
  std::string who;              ///< identifier of whoever did it, or tried to
  std::string what;             ///< `add member`
  std::string whom;             ///< the member or ticket that it was done to; may be empty
  std::string outcome = "done"; ///< `done`, or why not
  std::int64_t number = 0;      ///< grows from entry to entry; 0 until it is written
};

} // namespace ockam::config
