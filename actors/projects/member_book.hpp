// Keeps an authority away from the reactor: one actor on the scheduler waits for disk or server. It
// answers in the order in which it was asked, and ends with the last copy of the member_book.
//   (number, authority_question)         -> authority_answer with that number
//   look_at_members                      -> members_seen
//   end_memberships                      -> members_ended
//   waiting_note                         -> kept, until
//   write_notes                          -> written, several at once
// Whoever asks bounds how much waits.
#pragma once
#include "actors/projects/authority.hpp"

#include <caf/actor.hpp>
#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

#include <functional>
#include <memory>

namespace ockam::actors {

struct authority_question {
  wire::authority_service service;
  wire::identifier caller;
  wire::api_request request;
  channels::timestamp now;
  std::int64_t known_version; ///< version of the members that whoever asks has
};
struct authority_answer {
  std::uint64_t number;
  authority::outcome outcome;
  std::optional<config::member_changes> changes; ///< what changed since that version, if any
  bool refused = false;                          ///< whether there are notes to write
};
struct look_at_members {
  std::int64_t known_version;
};
/// What has changed; none if the store cannot be read.
struct members_seen {
  std::optional<config::member_changes> changes;
};
/// Removes those from the store whose membership is over at `now`; members_ended has what changed
/// since `known_version`.
struct end_memberships {
  std::vector<wire::identifier> whom;
  channels::timestamp now;
  std::int64_t known_version;
};
struct members_ended {
  std::optional<config::member_changes> changes;
};
struct write_notes {
  channels::timestamp now;
};

/// A refusal elsewhere, on its way to the audit log.
struct waiting_note {
  config::audit_entry entry;
  std::shared_ptr<const int> place; ///< given back when the entry is written
};

class member_book {
public:
  member_book() = default; ///< a book that nobody keeps
  member_book(caf::actor_system&, std::shared_ptr<authority>);

  explicit operator bool() const noexcept { return static_cast<bool>(actor_); }
  const caf::actor& actor() const noexcept { return actor_; }
  /// Writes to the audit log what was refused elsewhere, as much as the book takes. Does nothing if
  /// nobody keeps the book.
  void note(config::audit_entry) const;
  /// Calls a function whenever there is something to write: whoever has a clock sends write_notes
  /// then. Called on the reactor that note() is called on; for all copies.
  void on_note(std::function<void()>) const;

private:
  caf::actor actor_;
  std::shared_ptr<const int> place_; ///< one copy for each entry that waits
  std::shared_ptr<std::function<void()>> noted_;
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::authority_question)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::authority_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::look_at_members)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::members_seen)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::end_memberships)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::members_ended)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::write_notes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::waiting_note)
