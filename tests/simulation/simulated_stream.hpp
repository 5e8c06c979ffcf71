// One end of a simulated stream: what portal_stream does about messages and paths, over the same
// pure classes, without sockets, timers and actors. It says what is wrong by throwing a `violated`.
#pragma once
#include "actors/streams/credit_window.hpp"
#include "actors/streams/stream_path.hpp"
#include "actors/streams/stream_positions.hpp"
#include "simulation/simulated_path.hpp"

#include <stdexcept>

namespace ockam::simulation {

struct violated : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What both ends share: fresh addresses, the time, and paths to send by.
class surroundings {
public:
  virtual address fresh_address() = 0;
  virtual transports::time_point now() const = 0;
  virtual void send(path&, side from, letter&&) = 0;

protected:
  ~surroundings() = default;
};

class simulated_stream {
public:
  struct plan {
    side role;
    std::size_t gives = 0;   ///< bytes that its source has
    std::size_t takes = 0;   ///< bytes that the other one's source has
    std::uint64_t begin = 0; ///< position of the first of them, both ways
    bool hears_old = false;  ///< whether what comes to an address that it gave up is looked at
  };
  simulated_stream(surroundings&, plan);

  // -- what happens to it: each returns whether it did anything ------------------------

  void attach(path&, address mine, address theirs); ///< as a Ping and its Pong do
  void take(path& by, letter&&);
  bool send_on(std::size_t wanted); ///< repeats, sends up to so many new bytes, or its End
  bool consume(std::size_t wanted); ///< the local socket takes up to so many bytes
  bool acknowledge();
  bool probe();
  bool lose();      ///< it believes that its path is dead
  bool say_lost();  ///< once more, by the way that it has left
  bool hear_none(); ///< inlet: its Resume had no answer in time
  bool resume(path&);
  bool leave_for(path&);
  bool find_none(); ///< inlet: there is no way

  // -- what it is ------------------------------------------------------------------------

  side role() const { return plan_.role; }
  bool over() const { return over_; } ///< it has said and written all, and is gone
  /// Whether all that it has to do is to hear that the other end, which is over, got all.
  bool complete() const { return positions_.ended() && all_written(); }
  bool attached() const { return course_.attached(); }
  bool on_dead_path() const { return at_ && !at_->stands && !course_.without_way(); }
  bool asked_on_dead_path() const { return asks_on_ && !asks_on_->stands; }
  const actors::stream_path& course() const { return course_; }
  const actors::stream_positions& positions() const { return positions_; }
  std::uint64_t limit_in() const;
  std::size_t window() const { return window_.size(); }
  std::uint64_t resumes() const { return resumes_; }
  std::uint64_t gaps() const { return gaps_; }
  std::string describe() const;

private:
  void start_at(std::uint64_t begin);
  void tell(letter&&);
  letter placed(kind, std::uint32_t position);
  void tell_position();
  void detach(bool tell);
  void ask_by(path&);
  void take_resume(path&, const letter&);
  void take_resumed(const letter&);
  void take_gone(const letter&);
  void take_payload(const letter&);
  void take_end(const letter&);
  void go_on(std::uint64_t received, std::uint64_t limit);
  void require(bool holds, const char* what) const;
  bool all_written() const { return positions_.far_ended() && window_.held() == 0; }
  void settle();

  surroundings& around_;
  const plan plan_;
  actors::stream_positions positions_;
  actors::stream_path course_;
  actors::receive_window window_;
  path *at_ = nullptr, *asks_on_ = nullptr; ///< asks_on_: of the Resume that waits for its answer
  address mine_ = nowhere, theirs_ = nowhere, asks_from_ = nowhere;
  std::size_t given_ = 0, got_ = 0; ///< bytes of the sources
  bool owes_ = false, over_ = false;
  bool alone_ = false; ///< set when it hears that the other end is over
  std::uint64_t resumes_ = 0, gaps_ = 0;
};

} // namespace ockam::simulation
