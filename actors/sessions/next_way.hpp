// Makes another way before the present one goes. When the peer of the link below the present way says
// that it goes (actors/routing/departure.hpp), the owner of the way hears of it, and the same route is
// opened again: by a new link, and so to whoever has that name from now on, another relay or the next
// process. The present way is used until nothing leans on it any more, or until it ends. A way that
// leads over a link or channel of somebody else's, and one that needs the address that the present
// one has, is not made twice. If the present way does not end in time the hint was wrong; a way that is
// ready waits on until nothing leans on the present one. A way of which nothing comes back is not
// waited for: another one that opens while it says nothing is taken at once. Part of a worker.
#pragma once
#include "actors/routing/open_route.hpp"
#include "transports/links/departures.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class next_way {
public:
  /// Whoever has the way.
  struct user {
    virtual const route_handle& present() const = 0;
    virtual const route_request& wanted_way() const = 0;
    /// The present way goes; none: it did not, after all.
    virtual void leaving(bool does) = 0;
    /// The next way is open; to be settled, or failed(), now or later.
    virtual void try_next(const route_handle&) = 0;
    /// Nothing leans on the present way, and the next one waits: to be taken.
    virtual void go_over() = 0;

  protected:
    ~user() = default;
  };

  /// It is made so long `after` the peer said that it goes: relays are made before what leads to
  /// them.
  next_way(transports::named_worker& owner, channels::context&, user&,
           transports::duration after = {});

  void start(); ///< to be called in the owner's on_start() or later
  void stop();  ///< to be called in the owner's on_exit()
  /// A way that is open, and not settled yet; null if there is none.
  const route_handle* trying() const noexcept { return tried_ && !settled_ ? &*tried_ : nullptr; }
  void settle();                          ///< it can be used
  std::optional<route_handle> take_now(); ///< it can, and is the present one from now on
  /// The node at the end of the present way goes, behind a link that stays: makes another one.
  void renew();
  /// Nothing comes back by the present way. While that is so, the same route is tried again and
  /// again, for so long each time; the first one that opens is tried by the user, and once it is
  /// settled go_over() follows, whatever leans on the present one.
  void hurry(transports::duration patience);
  bool hurries() const noexcept { return hurry_.has_value(); }
  void calm();                                     ///< something came back
  void failed();                                   ///< it can not; another one is tried later
  bool ready() const noexcept { return settled_; } ///< whether take() has something
  /// The next way, if it still stands; to be called when the present one is over.
  std::optional<route_handle> take();

private:
  void end(); ///< forgets the next way, and what was said of the present one
  void hear(const transports::departure_ptr&);
  void open();
  void look();
  bool stands() const;

  transports::named_worker& owner_;
  channels::context& node_;
  user& user_;
  const transports::duration after_;
  std::optional<transports::time_point> taken_at_; ///< by take_now()
  std::shared_ptr<const transports::departures::watcher> watch_;
  std::optional<transports::departing_link> departing_; ///< the link below the present way
  std::optional<transports::duration> hurry_;           ///< time for an attempt, since hurry()
  transports::departure_ptr held_;                      ///< while a way is being made
  std::unique_ptr<route_opening> opening_;
  std::optional<route_handle> tried_;
  bool settled_ = false, overdue_ = false;
  transports::timer look_, again_;
};

} // namespace ockam::actors
