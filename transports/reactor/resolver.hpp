// Resolves names on threads of its own, because the system's resolver blocks. Equal questions share
// one look-up, and its answer for a few seconds (transports/reactor/name_book.hpp). Threads come
// with need and go without; one that hangs in the system is abandoned at exit, never joined.
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

  /// Forgets that somebody asked when it goes; the answer then never comes.
  class query {
  public:
    virtual ~query() = default;
  };
  /// Answers on `home`, never from inside, with the endpoint's port. errc::limit at once, without a
  /// query, if too many wait already. The asker gives up when it likes; the look-up goes on, for
  /// the next one who asks.
  result<std::unique_ptr<query>> resolve(reactor& home, const endpoint&, answer);

private:
  struct state;
  struct request;
  static void work(const std::shared_ptr<state>&);
  static void tell(const std::shared_ptr<request>&, found);
  std::shared_ptr<state> state_;
};

} // namespace ockam::transports
