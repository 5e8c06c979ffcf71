// Makes relays for those who ask, under the names `forwarding_service` and
// `static_forwarding_service`. Source: spec wire §4.1.
//   request  :=  BARE string NAME, or `register` for a random name
//   address  :=  forward_to_NAME
// A name is its owner's (name_owner.hpp). Somebody else gets it once the owner is gone: when its
// way has ended, or when nothing was heard of it for config::owner_heard_max and it does not answer
// within config::owner_answer_timeout. A name of an owner that proved who it is then stays reserved
// for it for config::name_reserved, over restarts, too. Owner and newcomer are told what became of
// a name that they want, if they are nodes of ours (wire/messages/relay.hpp); the log and the list
// of the host name both. A relay ends with the hop that leads to its owner: a link, or a secure
// channel. Limits: config/defaults.hpp, "relays".
//
// Policies for relays, by name or for the type, and with an authority the default, say who may have
// one. A project's node asks more, spec wire §4.4: whoever registers has shown a credential whose
// attribute `ockam-relay` is `*` or NAME. Whoever may not gets no answer, unless it is a node of
// ours and a channel proved who it is; log and audit log say why.
#pragma once
#include "actors/names/name_conflict.hpp"
#include "actors/projects/member_book.hpp"
#include "actors/relays/client_marks.hpp"
#include "actors/relays/name_owner.hpp"
#include "actors/relays/reserved_names.hpp"
#include "channels/workers/context.hpp"
#include "transports/bounds/numbered_places.hpp"
#include "transports/work/worker.hpp"
#include "wire/routing/relay_name.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace ockam::actors {

class relay_service final : public transports::worker {
public:
  static constexpr std::string_view plain_name = "forwarding_service";
  static constexpr std::string_view static_name = "static_forwarding_service";
  static constexpr std::string_view any_name = "register";
  struct hosted {
    wire::route owner; ///< route to the owner, which the relay puts in front of what comes
    caf::actor relay;
    caf::actor first_hop;            ///< that leads away from this node: the relay ends with it
    caf::actor_id link;              ///< what the registration came through, below all channels
    transports::relay_mark_ptr mark; ///< what is learnt by it is forgotten when it has ended
    std::shared_ptr<client_marks> clients; ///< where members are kept apart
    name_owner who;
    wire::route confirms_to() const;
    std::uint64_t heard = 0;         ///< messages that had come by the way from its owner at a look
    transports::time_point heard_at; ///< the last look that found this changed
    name_conflict conflict{};        ///< who else wanted the name and was refused
    transports::places::number number = 0; ///< among those that may have to give way
  };
  using hosted_relays = std::map<std::string, hosted, std::less<>>; ///< by address: forward_to_n1

  enum class host : unsigned char { any_node, project_node };

  /// A project's node writes down in `audit` what it refuses.
  relay_service(caf::actor_config& cfg, channels::context& node, host kind = host::any_node,
                member_book audit = {})
      : worker(cfg),
        node_(node),
        kind_(kind),
        audit_(std::move(audit)),
        look_(*this, [this] { look(); }),
        farewell_(*this, [this] { end_marks(); }) {}

  void deliver(transports::message&&) override;

  const hosted_relays& relays() const noexcept { return relays_; }
  std::size_t relays_of_busiest_link() const;
  std::size_t owners_asked() const noexcept { return asked_.size(); }
  /// Time since something came from the relay's owner; it may be config::owner_look_period more.
  transports::duration silent_for(const hosted&) const;
  /// Who else wanted the relay's name within config::conflict_shown; empty if nobody did.
  std::string conflict_of(const hosted&) const;
  /// Ends a relay at once, and config::relay_farewell later what came by it. Its owner is told, its
  /// name is free. Returns false if there is no such relay.
  bool remove(std::string_view address);

  // -- names that belong to identities, by address ------------------------------------

  /// Writes reserved names down, so that restore() gets them after the next start.
  struct name_keeper {
    std::function<void(const std::string& address, const wire::identifier& owner)> keep;
    std::function<void(const std::string& address)> forget;
  };
  void write_names_with(name_keeper to) { keeper_ = std::move(to); }
  const reserved_names& reserved() const noexcept { return reserved_; }
  void restore(const std::string& address, const wire::identifier& owner);
  /// Returns false if the name is reserved for nobody.
  bool free_name(std::string_view address);

  /// Policies have changed, or the standing of `whose`: ends the relays of those who may not have
  /// them any more, and what was learnt by those who may not reach their owners any more.
  void ask_again(const std::optional<wire::identifier>& whose);

protected:
  void on_start() override;
  void on_exit() override;

private:
  /// A relay that somebody asks for.
  struct registration {
    transports::message message;
    std::string address;
    name_owner who;
    std::string source{};   ///< whose pace it has, transports/work/pace.hpp
    bool is_random = false; ///< whether we chose the name
  };
  /// To a relay's owner, whether it is there, because a newcomer wants its name.
  struct question {
    registration newcomer;
    caf::actor relay, asks; ///< the relay of that name, and who asks for us
    transports::time_point since;
  };

  /// Takes the message, unless there is an error.
  result<registration> read(transports::message&, std::string source) const;
  std::string paced_as(const transports::message&) const;
  result<std::string> name_of(std::string_view asked) const;
  caf::actor_id id_of(const std::string& link) const;
  error too_many(config::limit why, std::size_t count, std::string_view who);
  status admit(caf::actor_id link, std::string_view address, const std::string& source);
  bool make_place(const std::string& source);
  /// Whether who sent it may have a relay of that name. Errors: denied.
  status ask_policy(std::string_view address, const std::optional<wire::identifier>& peer) const;
  status permit(const registration&) const;
  /// Whether that peer may have a relay of that name, by whatever way it comes. Errors: denied.
  status may_have(std::string_view address, const std::optional<wire::identifier>& peer) const;
  void end_unreachable(const std::optional<wire::identifier>& whose);

  // whose a name is
  void decide(registration);
  void ask_owner(registration);
  void answered(const std::string& address, bool is_there);
  void keep_owner(hosted&, const registration& newcomer);
  void release(const registration&);
  error reserved_for(const reserved_names::entry&) const;
  void look();
  void look_at(hosted&);
  void write_names();

  /// Takes the way back out of the message, unless there is an error.
  status host_for(registration&);
  void confirm(const registration&) const;
  void say_whose(const registration& made, const hosted* old) const;
  void refuse(const transports::message&, const name_owner*, const error& why) const;
  void tell(const wire::route& whom, std::string_view address, wire::relay_notice) const;
  /// The relay's owner is told why, unless the reason is empty.
  bool end_relay(std::string_view address, wire::relay_notice why);
  transports::relay_mark_ptr mark_for(std::string_view address, const caf::actor& first_hop,
                                      const name_owner& who);
  void end_relays_of(caf::actor_id first_hop);
  void end_some();
  hosted take_out(hosted_relays::iterator);
  void end_marks();

  channels::context& node_;
  const host kind_;
  member_book audit_;
  hosted_relays relays_;
  std::unordered_map<caf::actor_id, std::set<std::string, std::less<>>> by_first_hop_;
  std::unordered_map<caf::actor_id, std::size_t> by_link_;
  /// Addresses of all relays, by where their owners' links come from.
  transports::numbered_places<std::string> places_;
  std::map<std::string, question> asked_; ///< owners, by address of the relay
  reserved_names reserved_;
  name_keeper keeper_;
  transports::timer look_;
  /// Marks of relays that have ended, until what came by them has said goodbye; the oldest first.
  std::deque<std::pair<transports::time_point, transports::relay_mark_ptr>> ending_;
  transports::timer farewell_;
  struct fallen_hop {
    caf::actor_id hop;
    std::size_t ended; ///< relays so far
  };
  std::deque<fallen_hop> fallen_; ///< that led to owners, and have ended
};

} // namespace ockam::actors
