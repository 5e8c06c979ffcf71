#include "actors/projects/member_book.hpp"

#include "config/defaults.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

namespace ockam::actors {

namespace {

std::optional<config::member_changes> seen(authority& book, std::int64_t known_version) {
  auto out = book.changes_since(known_version);
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

} // namespace

/// It has no timer of its own: what waits for one would keep the node's end waiting, too.
member_book::member_book(caf::actor_system& system, std::shared_ptr<authority> kept)
    : place_(std::make_shared<const int>()), noted_(std::make_shared<std::function<void()>>()) {
  actor_ = system.spawn([kept = std::move(kept)](caf::event_based_actor* self) -> caf::behavior {
    self->set_default_handler(caf::drop);
    return {
        [kept](std::uint64_t number, const authority_question& q) {
          authority_answer out{number, kept->answer(q.service, q.caller, q.request, q.now), {}};
          const auto newer = out.outcome.seen > q.known_version; // of another process
          if (out.outcome.changes || newer) out.changes = seen(*kept, q.known_version);
          out.refused = kept->has_notes();
          return out;
        },
        [kept](const look_at_members& l) { return members_seen{seen(*kept, l.known_version)}; },
        [kept](const end_memberships& e) {
          kept->end_memberships(e.whom, e.now);
          return members_ended{seen(*kept, e.known_version)};
        },
        [kept](const waiting_note& refused) { kept->note(refused.entry); },
        [kept](const write_notes& w) { kept->write_notes(w.now); },
    };
  });
}

void member_book::on_note(std::function<void()> call) const {
  if (noted_) *noted_ = std::move(call);
}

void member_book::note(config::audit_entry entry) const {
  if (!actor_ || place_.use_count() > config::refusals_waiting_max) return;
  caf::anon_send(actor_, waiting_note{std::move(entry), place_});
  if (*noted_) (*noted_)();
}

} // namespace ockam::actors
