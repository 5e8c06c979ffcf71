// Keeps an authority away from the reactor: the one actor that waits for disk or server, on the
// scheduler. It answers in the order in which it was asked, and ends with the last copy of this.
//   (number, authority_question)         -> authority_answer with that number
//   known_members                        -> former_members
// Who asks bounds how much waits.
#pragma once
#include "actors/projects/authority.hpp"

#include <caf/actor.hpp>
#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>

namespace ockam::actors {

struct authority_question {
  wire::authority_service service;
  wire::identifier caller;
  wire::api_request request;
  channels::timestamp now;
};
struct authority_answer {
  std::uint64_t number;
  authority::outcome outcome;
};
/// Whom a node takes for members, and those of them that are none (any more).
struct known_members {
  std::vector<wire::identifier> who;
};
struct former_members {
  std::vector<wire::identifier> who;
};

/// What was refused elsewhere, on its way to the audit log.
struct waiting_note {
  config::audit_entry entry;
  std::shared_ptr<const int> place; ///< given back when it is written
};

class member_book {
public:
  member_book() = default; ///< of nobody
  member_book(caf::actor_system&, std::shared_ptr<authority>);

  explicit operator bool() const noexcept { return static_cast<bool>(actor_); }
  const caf::actor& actor() const noexcept { return actor_; }
  /// Writes to the audit log what was refused elsewhere; of what waits for that at most
  /// config::audit_entries_waiting_max. Without a book nothing.
  void note(config::audit_entry) const;

private:
  caf::actor actor_;
  std::shared_ptr<const int> place_; ///< one copy for each entry that waits
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::authority_question)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::authority_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::known_members)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::former_members)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::waiting_note)
