// What an authority answers to whoever asks, who was proven by a channel: it checks what the caller
// may, changes the members' store, issues credentials, and notes in the audit log what it did and
// what it refused. It waits for disk or server, so it works off the reactor. Source: spec wire
// §7.6; what it may: as ockam-rs 0.150, beside that a member may always leave.
//   enroller              a member with ockam-role=enroller
//   pre-trusted enroller  one that was there from the start: it alone makes and removes enrollers
#pragma once
#include "channels/membership/credential_issuer.hpp"
#include "config/store/member_store.hpp"
#include "transports/io/clock.hpp"
#include "wire/messages/authority.hpp"

namespace ockam::actors {

class authority {
public:
  struct settings {
    std::string project;                      ///< its id, in every credential
    std::chrono::seconds credential_lifetime; ///< at least 1
  };
  struct outcome {
    wire::api_status status = wire::api_status::ok;
    std::optional<wire::bytes> body{};
    std::vector<wire::identifier> gone{}; ///< who is no member any more
  };

  /// `random` makes codes: from any thread.
  authority(settings, config::member_store, channels::credential_issuer, transports::randomness&);

  const channels::identity& who() const noexcept { return issuer_.who(); }

  outcome answer(wire::authority_service, const wire::identifier& caller, const wire::api_request&,
                 channels::timestamp now);
  /// Notes what somebody else refused.
  void note(const config::audit_entry&);
  /// Those of them that are no members; nobody if the store does not say.
  std::vector<wire::identifier> strangers(const std::vector<wire::identifier>&);

private:
  struct question; ///< one request and who asks
  struct standing {
    bool member = false, enroller = false, pre_trusted = false;
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

  settings settings_;
  config::member_store store_;
  channels::credential_issuer issuer_;
  transports::randomness& random_;
};

} // namespace ockam::actors
