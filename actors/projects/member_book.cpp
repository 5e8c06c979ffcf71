#include "actors/projects/member_book.hpp"

#include "config/defaults.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

namespace ockam::actors {

member_book::member_book(caf::actor_system& system, std::shared_ptr<authority> book)
    : place_(std::make_shared<const int>()) {
  actor_ = system.spawn([book = std::move(book)](caf::event_based_actor* self) -> caf::behavior {
    self->set_default_handler(caf::drop);
    return {
        [book](std::uint64_t number, const authority_question& q) {
          return authority_answer{number, book->answer(q.service, q.caller, q.request, q.now)};
        },
        [book](const known_members& some) { return former_members{book->strangers(some.who)}; },
        [book](const waiting_note& refused) { book->note(refused.entry); },
    };
  });
}

void member_book::note(config::audit_entry entry) const {
  if (!actor_ || place_.use_count() > config::audit_entries_waiting_max) return;
  caf::anon_send(actor_, waiting_note{std::move(entry), place_});
}

} // namespace ockam::actors
