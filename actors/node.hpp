// A node is a directory of workers, the links to other nodes, and the control that commands talk
// to. All are on one reactor, except the sockets of links if there are more loops. A program makes
// a node and then runs the reactor:
//   auto home = std::make_shared<transports::reactor>(system, clock);
//   actors::node n{home, network, randomness, {.name = "n1"}};
//   n.start();
//   auto bound = n.listen({"127.0.0.1", 0});
//   home->run();
// What is passed by reference outlives the node, and the node outlives its reactor's run().
#pragma once
#include "actors/control/declarations.hpp"
#include "actors/portals/inlet.hpp"
#include "actors/projects/project_table.hpp"
#include "actors/routing/offers.hpp"
#include "channels/identity/own_identity.hpp"
#include "channels/membership/confirmations.hpp"
#include "channels/workers/context.hpp"
#include "config/base/limits.hpp"

#include <caf/actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

class authority;

/// A project that a node hosts.
struct hosted_project {
  std::string id;               ///< id of the project
  channels::identity authority; ///< its credentials count
  bool isolated = false; ///< whether members reach only what names them (access/isolation.hpp)
};

struct node_options {
  std::string name;
  /// Who the node is in secure channels; null: it has no channels.
  std::shared_ptr<const channels::own_identity> identity{};
  /// Finds another identity of the same home by name. Called off the reactor, because it reads
  /// files.
  std::function<result<std::shared_ptr<const channels::own_identity>>(const std::string& name)>
      load_identity{};
  /// The clock that validities are checked against; null: the system's.
  const transports::wall_clock* time = nullptr;
  /// The loops that the sockets of links are spread over. They run until the reactor has ended, and
  /// then do what is left to them. None: the reactor has all sockets.
  std::vector<transports::event_loop*> loops{};
  /// An authority that the node trusts from the start, and the credential that it shows of it.
  struct authority {
    channels::identity who;
    std::optional<channels::presented_credential> shown{};
  };
  std::vector<authority> authorities{};
  /// Whose credentials count while an authority that was asked does not answer.
  channels::when_silent when_authority_silent = channels::when_silent::keep_10m;
  /// The projects that the node is in from the start. REQUIRES: it has an identity.
  std::vector<channels::project_and_credential> memberships{};
  /// Names of projects that the node was in and its home knows no more. While it trusts no
  /// authority, such a node admits nobody where no policy is written.
  std::vector<std::string> lost_projects{};
  /// What the node's home knows of projects.
  channels::project_files projects{};
  /// The project that the node hosts; none if it hosts none.
  std::optional<hosted_project> hosts{};
  /// The authority that the node is, used off the reactor; null if it is none.
  std::shared_ptr<actors::authority> members{};
  /// What guards the node against others; as usual, unless set.
  config::limits limits{};
  /// Called on the reactor when the node has stopped; empty: it stops the reactor.
  std::function<void()> ended{};
  /// What others may use of the node; the node itself fills in `self` and `project_node`.
  offer_options offered{};
  /// Called on the reactor when a portal stream has ended; empty: nobody wants to know.
  std::function<void(config::stream_entry)> stream_ended{};
  /// How far the node's process is sandboxed, for who asks about the node; empty: nobody is told.
  std::function<nlohmann::json()> sandbox{};
  /// What was declared on the node, and functions that note what is from now on; without them
  /// nothing is kept.
  declaration_store declarations{};
};

class node {
public:
  node(std::shared_ptr<transports::reactor> home, transports::network&, transports::randomness&,
       node_options);
  node(const node&) = delete;
  node& operator=(const node&) = delete;
  ~node();

  // -- before run(), or on the reactor's thread ----------------------------------

  /// Starts what every node has: echo, uppercase, hop and the relay service (spec wire §3), with an
  /// identity the secure channel listener `api`, and what makes it a project's node or an authority
  /// (spec wire §7.6, §10.2). A node that is only an authority hosts no relays. A worker that has
  /// one of these addresses already stays.
  void start();
  /// Listens for links; returns the address with its real port. Errors: those of network::listen.
  result<transports::endpoint> listen(const transports::endpoint& at);
  /// What is for an address that this node does not have goes to the process before this one, which
  /// had the same node: streams and channels that others have there, by names that are here now. To
  /// be called after start().
  void follow(transports::descriptor predecessor);
  /// The next process registers relays and begins to serve; what it does not know comes by that
  /// link. On the reactor's thread; followed by take_back() or leave().
  void let_go(transports::descriptor successor);
  void take_back(); ///< it did not: everything as before
  /// Makes `address` lead to an actor: a transports::worker, or any actor that takes
  /// transports::message; the address is free again when the actor ends. errc::already_exists.
  /// Everybody may send to it, unless `named_first` says otherwise.
  status start_worker(std::string_view address, const caf::actor& worker,
                      transports::reach named_first = transports::reach::everybody());
  /// The field `filter` of the next inlet may have that name.
  void add_filter(std::string name, filter_maker);
  /// What actors of this node on the same reactor work with.
  channels::context& parts() noexcept;

  // -- from any thread -------------------------------------------------------------

  /// Answers a control_request with a control_reply, and restore_node, which is for after start(),
  /// with node_restored; include actors/control.hpp to send one.
  const caf::actor& control() const noexcept;
  /// Takes messages and routes them: the way out for workers that are not on the reactor.
  const caf::actor& router() const noexcept;
  /// Tries at once to bring about what was declared and is not there.
  void reload();
  /// The next process serves: this one goes on with what is open, and then stops. Listeners and
  /// inlets are closed; who comes by a link or channel that is there is still served.
  void leave();
  /// Takes no new streams, gives the open ones config::drain_timeout to end, says goodbye on all
  /// channels, then stops the reactor. A second call gives up open streams.
  void stop();

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace ockam::actors
