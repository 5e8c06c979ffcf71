#include "transports/http/control_socket.hpp"

#include "transports/http/control_error.hpp"
#include "transports/http/socket_peer.hpp"
#include "transports/http/timed_server.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

error system_error(const std::string& what, const std::filesystem::path& path) {
  return fail(errc::io, what + " " + path.string() + ": " + std::strerror(errno));
}

/// A listening socket that nobody but the user can connect to, whatever the directory allows. It is
/// put in the place of one that is there only when it listens: who connects meanwhile is served.
result<int> listen_at(const std::filesystem::path& path) {
  sockaddr_un where{};
  where.sun_family = AF_UNIX;
  const auto new_one = path.parent_path() / "sock~";
  auto& text = new_one.native().size() > path.native().size() ? new_one.native() : path.native();
  if (text.size() >= sizeof where.sun_path)
    return fail(errc::invalid,
                "the path of the control socket is longer than "
                    + std::to_string(sizeof where.sun_path - 1) + " bytes: " + text,
                "set OCKAM_HOME to a shorter path");
  std::copy(new_one.native().begin(), new_one.native().end(), where.sun_path);
  auto fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return system_error("cannot make the control socket", path);
  ::unlink(new_one.c_str());
  auto mask = ::umask(0177);
  auto bound = ::bind(fd, reinterpret_cast<sockaddr*>(&where), sizeof where);
  ::umask(mask);
  if (bound != 0 || ::listen(fd, config::control_backlog) != 0
      || ::rename(new_one.c_str(), path.c_str()) != 0) {
    auto why = system_error("cannot listen on the control socket", path);
    ::close(fd);
    return why;
  }
  return fd;
}

/// Which file a path leads to; none: there is none.
std::optional<std::pair<dev_t, ino_t>> file_at(const std::filesystem::path& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) != 0) return {};
  return std::pair{there.st_dev, there.st_ino};
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

struct control_socket::server final : timed_server {
  server(int fd, std::filesystem::path file, control_handler handler,
         std::chrono::milliseconds read_timeout)
      : timed_server{fd,
                     {config::control_threads, config::control_connections_max,
                      config::control_request_max, read_timeout}},
        file_{std::move(file)},
        made_{file_at(file_)},
        handler_{std::move(handler)} {
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
    begin();
  }

  ~server() override {
    end();
    if (file_at(file_) == made_) ::unlink(file_.c_str()); // else the next process has its place
  }

private:
  /// The mode of the file says the same, if nobody has changed it.
  bool admits(socket_t fd) const override { return is_own_or_root(fd); }

  void serve(const httplib::Request& request, std::string body, httplib::Response& response) {
    answer(handler_({request.method, request.path, std::move(body)}), response);
  }

  std::filesystem::path file_;
  std::optional<std::pair<dev_t, ino_t>> made_;
  control_handler handler_;
};

control_socket::control_socket(std::unique_ptr<server> running) : server_{std::move(running)} {}
control_socket::control_socket(control_socket&&) noexcept = default;
control_socket& control_socket::operator=(control_socket&&) noexcept = default;
control_socket::~control_socket() = default;

result<control_socket> control_socket::open(const std::filesystem::path& path,
                                            control_handler handler,
                                            std::chrono::milliseconds read_timeout) {
  OCKAM_TRY(fd, listen_at(path));
  return control_socket{std::make_unique<server>(fd, path, std::move(handler), read_timeout)};
}

} // namespace ockam::transports
