// Answers what commands ask of a node: transports::control_request in, transports::control_reply
// out, as a request between actors. The paths and fields are in docs/operations.md.
#pragma once
#include "actors/control/declarations.hpp"
#include "transports/http/control.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/response_promise.hpp>
#include <caf/result.hpp>

#include <functional>
#include <string>

namespace ockam::actors {

/// To the control: try at once to restore what could not be.
struct reload_node {};

/// To the control: take no new streams, give the open ones time, then end the reactor. The second
/// one ends it at once.
struct stop_node {};

/// To the control: another process of this node serves, and this one goes on with what is open until
/// that has ended, or the other process has.
struct leave_node {
  caf::actor successor; ///< the link to it
  caf::actor
      predecessor; ///< the link to the process before this one, which needs this one; or none
};

/// To the control: restore what was declared. Answered with a node_restored once all was tried.
struct restore_node {};
struct node_restored {};

class control final : public transports::pinned_actor {
public:
  /// The resources outlive this actor, because their actors may end after it. `identifier` says who
  /// the node is in secure channels, and may be empty. `threads` is how many run the node. `end`
  /// stops the reactor. `sandbox` tells how far the process is sandboxed, and may be empty. REQUIRES: tcp-listeners, tcp-connections, tcp-inlets, tcp-outlets, relays,
  /// services, secure-channel-listeners and projects are among the resources.
  control(caf::actor_config&, std::string node_name, std::string identifier, std::size_t threads,
          resource_table& resources, declaration_store, std::function<void()> end,
          std::function<json()> sandbox);

protected:
  caf::behavior make_behavior() override;

private:
  caf::result<transports::control_reply> take(const transports::control_request&);
  json describe_node() const;
  caf::result<node_restored> restore();
  void leave(const leave_node&);
  void stop(); ///< the second call gives up what is still open
  void hurry();

  std::string name_, identifier_;
  std::size_t threads_;
  transports::time_point started_;
  resource_table& resources_;
  declarations declared_;
  std::function<void()> end_;
  std::function<json()> sandbox_;
  transports::timer drain_deadline_;
  bool left_ = false, stopping_ = false, hurried_ = false;
  std::size_t leaving_ = 0;  ///< resources that somebody has something of still
  std::size_t draining_ = 0; ///< resources that have not drained yet
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::stop_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::leave_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::reload_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::restore_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::node_restored)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::control_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::control_reply)
