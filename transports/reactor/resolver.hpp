// Resolves names on a few threads of its own, because the system's resolver blocks. Threads start
// with the first name; one that hangs in the system is abandoned at exit, never joined.
#pragma once
#include "transports/io/socket_address.hpp"

#include <functional>
#include <memory>

namespace ockam::transports {

class resolver {
public:
  using answer = std::function<void(result<std::vector<socket_address>>)>;
  using function = std::function<result<std::vector<socket_address>>(const endpoint&)>;

  /// `look_up` runs on the resolver's threads.
  explicit resolver(function look_up = transports::look_up);
  ~resolver();

  /// Forgets the name when it goes; the answer then never comes.
  class query {
  public:
    virtual ~query() = default;
  };
  /// Answers on `home`, never from inside. errc::limit at once, without a query, if
  /// config::resolver_queue_max names wait already. Names that waited longer than
  /// config::resolve_timeout are not looked up any more: their askers have given up.
  result<std::unique_ptr<query>> resolve(reactor& home, endpoint, answer);

private:
  struct state;
  struct request;
  static void work(const std::shared_ptr<state>&);
  std::shared_ptr<state> state_;
};

} // namespace ockam::transports
