// The links that a node dials for itself, not for a command that asked for one: what begins with
// the same connection shares it. It is dialed once, by the first who needs it, and goes with the
// last. Who found nothing coming back by it doubts it; then its node is asked for an echo, and
// unless anything comes it is replaced for all who need one from then on. Those who hold the old
// one find out by themselves: the peer may only stand for a while.
#pragma once
#include "transports/links/link_table.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ockam::transports {

/// A link in use; the last who lets go of it ends it. Used on the node's reactor only.
class held_link {
public:
  explicit held_link(link_info made) : info(std::move(made)) {}
  held_link(const held_link&) = delete;
  held_link& operator=(const held_link&) = delete;
  ~held_link();

  /// Nothing came back by it in time.
  void doubt() {
    if (on_doubt) on_doubt();
  }

  const link_info info;
  std::function<void()> on_doubt{}; ///< none: it is nobody else's
};

class shared_links {
public:
  using answer = std::function<void(result<std::shared_ptr<held_link>>)>;
  explicit shared_links(link_table& all) : all_(all) {}

  /// The link to `to`, there already or dialed now. Answers once, on the reactor, never from inside
  /// open(); not at all if the table or the reactor ends before. Errors: those of link_table::open.
  void open(context&, const endpoint& to, duration timeout, answer);

private:
  friend class link_question;
  struct place {
    std::weak_ptr<held_link> link;
    std::vector<answer> waiting; ///< for a dial, or for the end of a doubt
    bool dialing = false, doubted = false;
  };

  bool is_open(const std::shared_ptr<held_link>&) const;
  void dial(context&, const endpoint& to, duration timeout);
  void doubt(context&, const endpoint& to, const std::string& link);
  void settle(context&, const endpoint& to, const std::string& link, bool alive);
  static void tell(place&, const result<std::shared_ptr<held_link>>&);

  link_table& all_;
  std::map<std::string, place> places_; ///< by host:port, as it was given
};

} // namespace ockam::transports
