// What an authority answers to whoever asks, who was proven by a channel: it checks what the caller
// may, changes the members' store, issues credentials, and notes in the audit log what it did and
// what it refused. It waits for disk or server, so it works off the reactor. Source: spec wire
// §7.6; what it may: as ockam-rs 0.150, beside that a member may always leave, and that tickets of
// an enroller that was let in itself are for config::ticket_lifetime_granted and
// config::ticket_uses_granted at most.
//   enroller              a member with ockam-role=enroller
//   sharer                a member with ockam-role=sharer: it lets in guests (config/members/guests.hpp),
//                         and sees and removes those that it let in
//   pre-trusted enroller  one that was there from the start: it alone makes and removes enrollers
#pragma once
#include "actors/projects/refusal_notes.hpp"
#include "channels/membership/credential_issuer.hpp"
#include "config/members/closed_services.hpp"
#include "config/members/member_store.hpp"
#include "transports/io/clock.hpp"
#include "wire/messages/authority.hpp"

namespace ockam::actors {

class authority {
public:
  struct settings {
    std::string project;                      ///< its id, in every credential
    std::chrono::seconds credential_lifetime; ///< at least 1
    channels::timestamp earliest = 0; ///< a clock that says less is wrong, and issues nothing
    config::closed_services closed{};
  };
  struct outcome {
    wire::api_status status = wire::api_status::ok;
    std::optional<wire::bytes> body{};
    std::vector<wire::identifier> gone{}; ///< who is no member any more
    bool changes = false;                 ///< what members there are, or what they are
    std::int64_t seen = -1;               ///< the version of the member that it is about
  };

  /// `random` makes codes: from any thread.
  authority(settings, config::member_store, channels::credential_issuer, transports::randomness&);
  authority(const authority&) = delete;
  authority& operator=(const authority&) = delete;
  ~authority(); ///< writes the last notes

  const channels::identity& who() const noexcept { return issuer_.who(); }

  outcome answer(wire::authority_service, const wire::identifier& caller, const wire::api_request&,
                 channels::timestamp now);
  /// What changed in the store after that version; -1: all members. Their attributes are those
  /// that credentials have.
  result<config::member_changes> changes_since(std::int64_t version);
  /// Removes those members whose membership is over at that time.
  void end_memberships(const std::vector<wire::identifier>&, channels::timestamp now);
  /// Notes what was refused, here or by somebody else; write_notes() writes it.
  void note(config::audit_entry);
  /// What is due; `all`: nothing follows.
  void write_notes(channels::timestamp now, bool all = false);
  bool has_notes() const noexcept { return !notes_.empty(); }

private:
  struct question; ///< one request and who asks
  struct standing {
    bool member = false, enroller = false, pre_trusted = false, sharer = false;
    wire::attribute_map attributes{};
    std::optional<wire::identifier> added_by{};
  };
  using answered = result<outcome>; ///< an error: what the store says

  result<standing> standing_of(const wire::identifier&);
  outcome refuse(const question&, std::string message, std::string why = {});
  outcome failed(const question&, const error& why);

  answered answer_to(const question&, const wire::issue_credential&);
  answered answer_to(const question&, const wire::create_ticket&);
  answered answer_to(const question&, const wire::accept_ticket&);
  answered answer_to(const question&, const wire::add_member&);
  answered answer_to(const question&, const wire::list_members&);
  answered answer_to(const question&, const wire::list_member_ids&);
  answered answer_to(const question&, const wire::show_member&);
  answered answer_to(const question&, const wire::delete_member&);
  answered answer_to(const question&, const wire::delete_members&);
  answered answer_to(const question&, const wire::check_members&);
  answered answer_to(const question&, const wire::list_tickets&);
  answered answer_to(const question&, const wire::delete_ticket&);
  answered answer_to(const question&, const wire::show_authority&);

  settings settings_;
  config::member_store store_;
  channels::credential_issuer issuer_;
  transports::randomness& random_;
  refusal_notes notes_;
  channels::timestamp noted_at_ = 0; ///< the last one
};

} // namespace ockam::actors
