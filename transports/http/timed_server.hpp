// HTTP on a listening socket that is already there. The library parses HTTP and runs the threads;
// the sockets and their deadlines are ours: one for the whole request and one for the whole reply,
// so that a client that drips bytes holds a thread no longer than one that is silent. One request a
// connection. For the servers of this room.
#pragma once
#include <httplib.h>

#include <chrono>
#include <mutex>
#include <set>
#include <thread>

namespace ockam::transports {

class timed_server : public httplib::Server {
public:
  struct limits {
    std::size_t threads;      ///< requests at once
    std::size_t connections;  ///< at once, those that wait for a thread included; more are closed
    std::size_t request_size; ///< bytes of a request in all
    std::chrono::milliseconds timeout;
  };
  /// Owns the listening socket from begin() on.
  timed_server(int listening, limits);

protected:
  /// Serves from now on; to be called once, when the handlers are set.
  void begin();
  /// Answers requests that a handler has already, drops all others, and closes the socket. To be
  /// called before what the handlers use is gone.
  void end();

  /// Whether a new connection is served; if not, it is closed without a word.
  virtual bool admits(socket_t) const { return true; }

private:
  bool process_and_close_socket(socket_t fd) override;

  const int listening_fd_;
  const limits limits_;
  std::mutex mutex_;           // guards reading_ and stopping_
  std::set<socket_t> reading_; // connections being served
  bool stopping_ = false;
  std::thread listening_;
};

} // namespace ockam::transports
