// Resolves names on threads of its own, because the system's resolver blocks. Equal questions share
// one look-up, and for a few seconds its answer (transports/reactor/name_book.hpp). Threads start
// when they are needed and end after config::resolver_idle_max; one that hangs in the system is
// abandoned at exit, never joined.
#pragma once
#include "transports/io/socket_address.hpp"

#include <functional>
#include <memory>

namespace ockam::transports {

class resolver {
public:
  using found = result<std::vector<socket_address>>;
  using answer = std::function<void(found)>;
  using function = std::function<found(const endpoint&)>;

  /// `look_up` runs on the resolver's threads; its endpoints have port 0.
  explicit resolver(function look_up = transports::look_up);
  ~resolver();

  /// A question under way. Its destructor takes the question back; the answer then never comes.
  class query {
  public:
    virtual ~query() = default;
  };
  /// Asks for the addresses of an endpoint, with its port. Answers on `home`, never from inside
  /// this call. Errors, at once and without a query: limit if too many wait already. Whoever asks
  /// gives up when it likes; the look-up goes on, for the next one who asks.
  result<std::unique_ptr<query>> resolve(reactor& home, const endpoint&, answer);

private:
  struct state;
  struct request;
  static void work(const std::shared_ptr<state>&);
  static void tell(const std::shared_ptr<request>&, found);
  std::shared_ptr<state> state_;
};

} // namespace ockam::transports
