// A worker is an actor that an address names: messages come to it one after the other.
#pragma once
#include <ockam/request.hpp>
#include <string>

namespace ockam {

class worker {
public:
  worker() = default;
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  virtual ~worker() = default;

  /// Takes a message, on the nodes' thread, never re-entered. It must not block: others wait
  /// meanwhile (node::blocking() is for what does). An exception drops the message.
  virtual void deliver(request&) = 0;
};

/// An access rule says who may send to a worker.
struct access {
  /// An expression over the attributes of the sender's credential: `role=client`. Empty: the node's
  /// default, which is members only if the node is in a project, and else everybody.
  std::string allow{};
};

} // namespace ockam
