// What an authority knows: who is a member, which tickets make one, who holds a credential, and
// what happened. In an SQLite file (WAL, mode 0600) or on a PostgreSQL server, with the same
// tables. Any number of processes and threads may use it at once, each with a store of its own.
// Errors name file or server: io (disk full, damaged, locked for longer than the patience), config
// (written by a newer version). Whatever fails has changed nothing. When a connection is lost, what
// is under way fails, and the connection is made again for what comes next. Whatever changes a
// member or a ticket writes an audit entry with it, in one transaction. Times are seconds since
// 1970-01-01 UTC. Codes are kept as their SHA-256, so that whoever reads the store cannot enroll.
// Each change of a member has a version that is larger than all before it: the time in
// milliseconds, or the last version and 1. A copy of the members follows the store by these
// versions, and a credential says of which version it is.
#pragma once
#include "config/members/member_records.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ockam::config {

struct database;

/// Whether a store is on a PostgreSQL server, and not in a file.
bool is_on_server(const std::string& where);

class member_store {
public:
  /// `where` is a file, or the URI of a PostgreSQL server (postgresql.hpp). `patience` is the time
  /// to wait for others that write, and for a server to answer.
  static result<member_store> open(const std::string& where, std::chrono::milliseconds patience);
  static result<member_store> open(const std::string& where);
  member_store(member_store&&) noexcept;
  member_store& operator=(member_store&&) noexcept;
  ~member_store();

  /// Writes all that is in it now to a new file, whoever else writes meanwhile. Errors: invalid if
  /// it is on a server; io.
  status copy_to(const std::filesystem::path& file);

  // -- members ------------------------------------------------------------------

  /// Adds a member, or gives a known one other attributes; with the same attributes it keeps its
  /// version. Tickets of a member that is no enroller (any more) are removed. Errors: limit, for
  /// attributes of more than attributes_size_max.
  status put_member(const member_record&);
  /// Errors: not_found.
  result<member_record> member(const wire::identifier&);
  /// All members, the longest-standing first.
  result<std::vector<member_record>> members();
  /// Removes a member and its tickets. Errors: not_found.
  status remove_member(const wire::identifier&, const wire::identifier& by, std::int64_t now);
  /// Removes all members but those that were there from the start, at once. Returns who they were.
  result<std::vector<wire::identifier>> remove_added_members(const wire::identifier& by,
                                                             std::int64_t now);
  /// The versions of those that are members.
  result<wire::member_versions> versions_of(const std::vector<wire::identifier>&);

  /// What changed after that version, by whatever process; everything for -1.
  result<member_changes> changes_since(std::int64_t version);

  // -- tickets ------------------------------------------------------------------

  /// Adds a ticket, and forgets those that nobody can use any more. Errors: limit, for the
  /// attributes, and when there are tickets_max.
  status add_ticket(wire::one_time_code, const ticket_record&, std::int64_t now);
  /// Makes `who` a member. However many try at once, a ticket of N uses makes N members. Errors:
  /// already_exists, and the ticket is as it was; denied for a code that is unknown, used up or
  /// expired, or whose issuer is no enroller any more; the message says which, for the audit log
  /// and not for whoever asked.
  result<member_record> use_ticket(wire::one_time_code, const wire::identifier& who,
                                   std::int64_t now);
  /// Tickets that somebody can use; the first to expire comes first.
  result<std::vector<known_ticket>> tickets(std::int64_t now);
  /// Errors: not_found.
  result<ticket_record> ticket(const wire::ticket_id&);
  /// Errors: not_found.
  status remove_ticket(const wire::ticket_id&, const wire::identifier& by, std::int64_t now);

  // -- credentials ----------------------------------------------------------------

  /// Notes a credential, in the place of the member's older one. Errors: not_found if `who` is no
  /// member.
  status note_credential(const issued_credential&);
  /// Credentials of members that hold at `now`; the last to expire comes first.
  result<std::vector<issued_credential>> credentials(std::int64_t now);

  // -- audit log ------------------------------------------------------------------

  /// Writes an entry about what was refused or only read. Texts longer than audit_text_max are cut,
  /// what is not printable is replaced; of more than audit_entries_max entries the oldest go.
  status audit(const audit_entry&);
  /// Writes several entries in their order as one write.
  status audit(std::span<const audit_entry>);
  /// The newest entries, newest first.
  result<std::vector<audit_entry>> audit_log(std::size_t newest);
  /// At most so many entries after the one with that number, oldest first.
  result<std::vector<audit_entry>> audit_log_after(std::int64_t number, std::size_t at_most);

private:
  member_store(std::unique_ptr<database> opened, std::chrono::milliseconds patience);
  /// Runs `f`, turning what the database throws into values.
  template <class F>
  auto guarded(F f) -> decltype(f());
  /// To be called again for each new connection.
  void set_up_session();

  std::unique_ptr<database> database_;
  std::chrono::milliseconds patience_;
};

} // namespace ockam::config
