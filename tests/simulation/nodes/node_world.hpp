// Whole nodes of the product on a virtual clock and network: what they are told to do, what goes
// wrong between them, and what strangers try. After each event the invariants of truths.cpp and
// talk.hpp hold; after the last one nothing goes wrong any more, and then (ending.cpp)
//   whatever can come back does, within `recovery`, and serves a client from end to end
//   whoever was connected and is still there gets all that was said
//   when everything declared is taken away, the workers of each node are those that it began with
#pragma once
#include "channels/identity/people.hpp"
#include "channels/membership/authority_world.hpp"
#include "simulation/nodes/place.hpp"
#include "simulation/nodes/played_relay.hpp"
#include "simulation/nodes/shape.hpp"
#include "simulation/nodes/stranger.hpp"
#include "simulation/nodes/talk.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace ockam::simulation::nodes {

class node_world {
public:
  /// Is told each thing that happens, if it is given.
  using witness = std::function<void(const std::string&)>;
  node_world(const shape&, std::uint64_t seed, witness = {});
  ~node_world();
  /// Throws `violated`.
  void run(const schedule&);
  /// What there is now, in some lines.
  std::string describe();

private:
  using host = std::string;

  // -- node_world.cpp: what there is, and what is done
  actors::node_options options_of(const host&, std::uint8_t person) const;
  std::string route_by(const host& relay, bool through_channel) const;
  tests::json routes_to_outlet() const;
  void declare();
  void start();
  void trust(place&);
  void happen(const event&);
  void pass(transports::duration);
  void traffic(const event&);
  void say_note();

  // -- faults.cpp: what goes wrong
  void go_wrong(const event&);
  void lie(const event&);
  void act_strangely(const event&);
  void disturb();
  place& any_place(std::uint32_t which);
  std::pair<host, host> any_two(std::uint32_t which) const;
  struct known_address {
    std::string value;
    bool is_private; ///< whether nobody may name it who was not told
  };
  known_address any_address(place&, std::uint32_t which, bool shares_relays);

  // -- truths.cpp: what must hold after each event
  void check();
  void check_claims();
  void check_names();
  void check_strangers();
  void check_notes();
  void check_bounds();
  bool reaches(const host& from, const host& to);
  bool way_stands();
  bool relays_stand();
  void look_at_ways();

  // -- ending.cpp
  void finish();
  void heal();
  void serve_a_client();
  void hear_the_rest();
  void part();
  void take_away();
  bool is_up();

  const shape shape_;
  const witness witness_;
  dice random_;
  tests::simulation world_;
  tests::virtual_wall_clock day_;
  std::shared_ptr<transports::reactor> outside_;
  tests::authority authority_;
  std::optional<tests::confirming_authority> confirms_;
  bool member_ = true;
  std::optional<transports::time_point> expelled_;
  std::map<host, std::unique_ptr<place>> places_;
  std::unique_ptr<played_relay> played_;
  std::deque<std::unique_ptr<stranger>> strangers_;
  talks talks_;
  std::set<host> silent_, refused_;
  std::set<std::pair<host, host>> slow_;
  transports::time_point fault_{}; ///< when something went wrong the last time
  bool disturbed_ = false;
  /// When the way to b stood the last time, and b's relays did.
  transports::time_point way_stood_{}, relays_stood_{};
  std::map<host, transports::time_point> owned_; ///< by relay: when b's name was seen to be b's
  std::uint64_t notes_ = 0;
  std::size_t actors_before_ = 0;
  std::set<std::uint64_t> heard_notes_;
  std::size_t notes_read_ = 0;
};

} // namespace ockam::simulation::nodes
