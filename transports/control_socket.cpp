#include "transports/control_socket.hpp"

#include "transports/control_error.hpp"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <optional>
#include <poll.h>
#include <set>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace ockam::transports {

namespace {

using steady = std::chrono::steady_clock;

/// A connection with one deadline for the whole request and one for the whole reply: a client that
/// drips bytes holds a thread no longer than one that is silent.
class timed_stream final : public httplib::Stream {
public:
  timed_stream(int fd, std::chrono::milliseconds timeout)
      : fd_{fd}, timeout_{timeout}, read_until_{steady::now() + timeout} {}

  bool is_readable() const override { return used_ < filled_ || wait(POLLIN, read_until_); }
  bool is_writable() const override { return wait(POLLOUT, steady::now()); }

  ssize_t read(char* to, std::size_t size) override {
    if (used_ == filled_ && !fill()) return -1;
    auto taken = std::min(size, filled_ - used_);
    std::copy_n(chunk_.data() + used_, taken, to);
    used_ += taken;
    return static_cast<ssize_t>(taken);
  }

  ssize_t write(const char* from, std::size_t size) override {
    if (!write_until_) write_until_ = steady::now() + timeout_;
    if (!wait(POLLOUT, *write_until_)) return -1;
    return ::send(fd_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return fd_; }

private:
  bool fill() {
    if (received_ > config::control_request_max || !wait(POLLIN, read_until_)) return false;
    auto got = ::recv(fd_, chunk_.data(), chunk_.size(), MSG_DONTWAIT);
    if (got <= 0) return false;
    used_ = 0;
    filled_ = static_cast<std::size_t>(got);
    received_ += filled_;
    return true;
  }

  bool wait(short event, steady::time_point until) const {
    using std::chrono::milliseconds;
    auto left = std::chrono::ceil<milliseconds>(until - steady::now());
    pollfd one{fd_, event, 0};
    return ::poll(&one, 1, static_cast<int>(std::max(left, milliseconds{0}).count())) == 1;
  }

  int fd_;
  std::chrono::milliseconds timeout_;
  steady::time_point read_until_;
  std::optional<steady::time_point> write_until_;
  std::array<char, 4 * config::kib> chunk_;
  std::size_t used_ = 0, filled_ = 0, received_ = 0;
};

error system_error(const std::string& what, const std::filesystem::path& path) {
  return fail(errc::io, what + " " + path.string() + ": " + std::strerror(errno));
}

/// A listening socket that nobody but the user can connect to, whatever the directory allows.
result<int> listen_at(const std::filesystem::path& path) {
  sockaddr_un where{};
  where.sun_family = AF_UNIX;
  auto& text = path.native();
  if (text.size() >= sizeof where.sun_path)
    return fail(errc::invalid,
                "the path of the control socket is longer than "
                    + std::to_string(sizeof where.sun_path - 1) + " bytes: " + text,
                "set OCKAM_HOME to a shorter path");
  std::copy(text.begin(), text.end(), where.sun_path);
  auto fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return system_error("cannot make the control socket", path);
  ::unlink(path.c_str());
  auto mask = ::umask(0177);
  auto bound = ::bind(fd, reinterpret_cast<sockaddr*>(&where), sizeof where);
  ::umask(mask);
  if (bound != 0 || ::listen(fd, config::control_backlog) != 0) {
    auto why = system_error("cannot listen on the control socket", path);
    ::close(fd);
    return why;
  }
  return fd;
}

void answer(const control_reply& reply, httplib::Response& to) {
  to.status = reply.status;
  to.set_content(reply.body, "application/json");
}

bool is_refused(const httplib::Request& request, httplib::Response& response) {
  if (!request.path.starts_with("/v1/") || request.path.size() > config::control_path_max)
    answer(reply_with(fail(errc::not_found, "no such control path")), response);
  else if (request.is_multipart_form_data())
    answer(reply_with(fail(errc::invalid, "the body of a request is JSON")), response);
  else
    return false;
  return true;
}

/// What the library or we refuse without asking the handler.
error refusal(int http_status) {
  if (http_status != 413) return read_error(http_status, {});
  return fail(errc::limit, "the body of a request is larger than "
                               + std::to_string(config::control_body_max / config::mib) + " MiB");
}

/// The body, or nothing and the response's status. Also stops a compressed body that unfolds into
/// more than it may be.
std::optional<std::string> read_body(const httplib::ContentReader& reader,
                                     httplib::Response& response) {
  std::string body;
  auto too_large = false;
  auto whole = reader([&](const char* data, std::size_t size) {
    too_large = body.size() + size > config::control_body_max;
    if (!too_large) body.append(data, size);
    return !too_large;
  });
  if (whole) return body;
  if (too_large) response.status = 413;
  if (response.status < 400) response.status = 400;
  return std::nullopt;
}

} // namespace

/// The library parses HTTP and runs the threads; the sockets and their deadlines are ours.
struct control_socket::server final : httplib::Server {
  server(int fd, std::filesystem::path file, control_handler handler,
         std::chrono::milliseconds read_timeout)
      : fd_{fd}, file_{std::move(file)}, handler_{std::move(handler)}, timeout_{read_timeout} {
    svr_sock_ = fd;
    new_task_queue = [] { return new httplib::ThreadPool(config::control_threads); };
    set_payload_max_length(config::control_body_max);
    set_pre_routing_handler([](auto& request, auto& response) {
      return is_refused(request, response) ? HandlerResponse::Handled : HandlerResponse::Unhandled;
    });
    auto bare = [this](auto& request, auto& response) { serve(request, {}, response); };
    Get("/v1/.*", bare);
    Delete("/v1/.*", bare);
    Post("/v1/.*", [this](auto& request, auto& response, auto& reader) {
      if (auto body = read_body(reader, response)) serve(request, std::move(*body), response);
    });
    set_exception_handler([](auto&, auto& response, auto) {
      answer(reply_with(fail(errc::internal, "the node failed to answer")), response);
    });
    set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (!response.body.empty()) return;
      response.set_content(reply_with(refusal(response.status)).body, "application/json");
    });
    listening_ = std::thread{[this] { listen_after_bind(); }};
  }

  ~server() override {
    {
      std::lock_guard held{mutex_};
      stopping_ = true;
      for (auto open : reading_) ::shutdown(open, SHUT_RD);
    }
    ::shutdown(fd_, SHUT_RDWR); // ends accept(), which then closes it
    listening_.join();
    ::unlink(file_.c_str());
  }

private:
  void serve(const httplib::Request& request, std::string body, httplib::Response& response) {
    answer(handler_({request.method, request.path, std::move(body)}), response);
  }

  bool process_and_close_socket(socket_t fd) override {
    {
      std::lock_guard held{mutex_};
      reading_.insert(fd);
      if (stopping_) ::shutdown(fd, SHUT_RD);
    }
    timed_stream stream{fd, timeout_};
    auto closed = false;
    process_request(stream, true, closed, nullptr);
    std::lock_guard held{mutex_};
    reading_.erase(fd);
    ::close(fd);
    return true;
  }

  int fd_;
  std::filesystem::path file_;
  control_handler handler_;
  std::chrono::milliseconds timeout_;
  std::mutex mutex_;           // of the two below
  std::set<socket_t> reading_; // connections being served
  bool stopping_ = false;
  std::thread listening_;
};

control_socket::control_socket(std::unique_ptr<server> running) : server_{std::move(running)} {}
control_socket::control_socket(control_socket&&) noexcept = default;
control_socket& control_socket::operator=(control_socket&&) noexcept = default;
control_socket::~control_socket() = default;

result<control_socket> control_socket::open(const std::filesystem::path& path,
                                            control_handler handler,
                                            std::chrono::milliseconds read_timeout) {
  auto fd = listen_at(path);
  if (!fd) return fd.error();
  return control_socket{std::make_unique<server>(*fd, path, std::move(handler), read_timeout)};
}

} // namespace ockam::transports
