// The links that a node dials for itself, and not for a command that asked for one. All routes that
// begin with the same connection share one link. It is dialed by the first who needs it, and ends
// with the last. Whoever found nothing coming back by a link doubts it. Then the peer is asked for
// an echo, and unless anything comes, whoever needs a link from then on gets a new one. Those who
// hold the old link find out by themselves: its peer may only be stopped for a while.
#pragma once
#include "transports/links/link_table.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::transports {

/// A link in use. It ends when the last who holds it lets go. Used on the node's reactor only.
class held_link {
public:
  explicit held_link(link_info made) : info(std::move(made)) {}
  held_link(const held_link&) = delete;
  held_link& operator=(const held_link&) = delete;
  ~held_link();

  /// To be called when nothing came back by the link in time.
  void suspect() {
    if (on_suspect) on_suspect();
  }

  const link_info info;
  std::function<void()> on_suspect{}; ///< empty if nobody else shares the link
};

class shared_links {
public:
  using answer = std::function<void(result<std::shared_ptr<held_link>>)>;
  explicit shared_links(link_table& all) : all_(all) {}

  /// Answers with the link to `to`, which is there already or is dialed now: once, on the reactor,
  /// never from inside open(); not at all if the table or the reactor ends before. Errors: those of
  /// link_table::open.
  void open(context&, const endpoint& to, duration timeout, answer);
  /// That link is given to nobody any more: its peer goes. Those who hold it keep it.
  void leave(std::string_view link);

private:
  friend class link_question;
  struct place {
    std::weak_ptr<held_link> link;
    std::vector<answer> waiting; ///< who waits for a dial, or for the end of a doubt
    bool dialing = false, doubted = false;
  };

  bool is_open(const std::shared_ptr<held_link>&) const;
  void dial(context&, const endpoint& to, duration timeout);
  void suspect(context&, const endpoint& to, const std::string& link);
  void settle(context&, const endpoint& to, const std::string& link, bool alive);
  static void tell(place&, const result<std::shared_ptr<held_link>>&);

  link_table& all_;
  std::map<std::string, place> places_; ///< by host:port as it was given
};

} // namespace ockam::transports
