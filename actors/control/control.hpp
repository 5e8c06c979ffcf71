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

/// What could not be restored is tried at once.
struct reload_node {};

/// No new streams, time for the open ones, then the reactor's end; again: the end at once.
struct stop_node {};

/// Answered with a node_restored once what was declared before has been tried.
struct restore_node {};
struct node_restored {};

class control final : public transports::pinned_actor {
public:
  /// The resources outlive this actor, because theirs may end after it. `identifier`: who the node
  /// is in secure channels; may be empty. `threads`: that run it. `end`: stops the reactor.
  /// REQUIRES: tcp-listeners, tcp-connections, tcp-inlets, tcp-outlets, relays, services,
  /// secure-channel-listeners and projects are among the resources.
  control(caf::actor_config&, std::string node_name, std::string identifier, std::size_t threads,
          resource_table& resources, declaration_store, std::function<void()> end);

protected:
  caf::behavior make_behavior() override;

private:
  caf::result<transports::control_reply> take(const transports::control_request&);
  json describe_node() const;
  caf::result<node_restored> restore();
  void stop(); ///< once more: what is still open is given up
  void hurry();

  std::string name_, identifier_;
  std::size_t threads_;
  transports::time_point started_;
  resource_table& resources_;
  declarations declared_;
  std::function<void()> end_;
  transports::timer drain_deadline_;
  bool stopping_ = false, hurried_ = false;
  std::size_t draining_ = 0; ///< resources with something at work
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::stop_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::reload_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::restore_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::node_restored)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::control_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::control_reply)
