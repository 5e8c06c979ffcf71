// HTTP on a listening socket that is already there. The library parses HTTP and runs the threads;
// the sockets and their deadlines are ours: one for the whole request and one for the whole reply,
// so that a client that drips bytes holds a thread no longer than one that is silent. One request a
// connection. For the servers of this room.
#pragma once
#include "transports/io/descriptor.hpp"

#include <httplib.h>

#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace ockam::transports {

class timed_server : public httplib::Server {
public:
  struct limits {
    std::size_t threads;      ///< requests at once
    std::size_t connections;  ///< at once, those that wait for a thread included; more are closed
    std::size_t request_size; ///< bytes of a request in all
    std::chrono::milliseconds timeout;
    /// Of one address, another one than this machine's, that have asked for nothing yet; then the
    /// oldest of them is closed. 0: that is not looked at.
    std::size_t silent_per_source = 0;
    /// Whether the oldest that has asked for nothing yet is closed while another one waits.
    bool silent_give_way = false;
  };
  /// Owns the listening socket from begin() on. Another process may accept from it, too, so it does
  /// not block.
  timed_server(int listening, limits);

protected:
  /// Serves from now on; to be called once, when the handlers are set.
  void begin();
  /// Answers requests that a handler has already, drops all others, and closes its descriptor of the
  /// socket: another process that has one, too, goes on listening. To be
  /// called before what the handlers use is gone.
  void end();

  /// Whether a new connection is served; if not, it is closed without a word.
  virtual bool admits(socket_t) const { return true; }

private:
  struct served {
    socket_t fd;
    std::string source; ///< empty: this machine
    bool asked = false; ///< whether it is being answered
    bool gives_way = false;
  };
  void serve_all();
  bool process_and_close_socket(socket_t fd) override;
  bool enter(served&);
  bool close_silent(const std::string* source);

  descriptor listening_fd_, wake_; ///< wake_ is readable when there is to be an end
  const limits limits_;
  std::mutex mutex_;           // guards serving_, what is in it, and stopping_
  std::list<served*> serving_; // connections being served, the oldest first
  bool stopping_ = false;
  std::thread listening_;
};

} // namespace ockam::transports
