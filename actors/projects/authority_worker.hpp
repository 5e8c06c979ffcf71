// The services of an authority, as peers reach them: one worker under the name of each. It lets
// through who was proven by a channel; requests wait for their turn (request_turns.hpp), one at a
// time is with the member book. `member_status` is answered from memory, whatever waits: the roll
// follows the store by what this node changes at once, and by what other processes change every
// config::member_look_period while anybody needs to know. What the roll says of those who are
// connected here counts at once: who is removed loses its channels with this node, and who changes
// is what it is now. Source: spec wire §7.6.
//   caller -> service -> [turns] -> member book -> service -> caller
#pragma once
#include "actors/projects/member_book.hpp"
#include "actors/projects/member_roll.hpp"
#include "actors/projects/request_turns.hpp"
#include "channels/workers/context.hpp"
#include "transports/work/worker.hpp"

#include <map>

namespace ockam::actors {

class authority_worker final : public transports::worker {
public:
  /// `who`: the authority whose book it is.
  authority_worker(caf::actor_config&, channels::context& node, const wire::identifier& who,
                   member_book);

  void deliver(transports::message&&) override;

private:
  struct asked {
    wire::identifier caller;
    wire::route caller_route;
    wire::authority_service service;
    wire::api_request request;
  };
  /// About members, and not answered while nobody knows what is in the store.
  struct held_back {
    std::optional<asked> of_peer; ///< none: of this node's own credential table
    std::uint64_t question = 0;   ///< of that
    std::vector<wire::identifier> whom;
  };

  void on_start() override;
  void on_exit() override;
  caf::message_handler control() override;

  void wait_for_turn(asked);
  void go_on();
  void take(authority_answer&&);

  bool fresh(const std::vector<wire::identifier>& whom) const;
  void answer_status(asked, std::vector<wire::identifier> whom);
  void look_now();
  void look_later();
  void take(members_seen&&);
  void apply(config::member_changes);
  void answer(const held_back&);
  void end_those_over();
  void look_for_ends();

  void say(const asked&, wire::api_status, std::optional<wire::bytes> body);
  void refuse(const asked&, wire::api_status, std::string why);
  void note_refusal(const asked&, const std::string& why);
  void write_later();

  channels::context& node_;
  const wire::identifier who_;
  member_book book_;
  request_turns turns_;
  struct {
    std::map<request_turns::number, asked> all; ///< those that turns_ has, and the one at work
    request_turns::number last = 0;
    bool at_work = false; ///< the book has one of them
  } waiting_;

  member_roll roll_;
  transports::timer next_look_;
  std::optional<transports::time_point> looked_at_; ///< when the last look left that was answered
  std::optional<transports::time_point> looking_since_;
  bool needed_ = false; ///< somebody asked about members since the last look
  std::vector<held_back> held_;

  transports::timer next_end_;   ///< of a membership that ends by itself
  transports::timer next_write_; ///< of what was refused
  int writes_left_ = 0;          ///< until nothing is counted any more
};

} // namespace ockam::actors
