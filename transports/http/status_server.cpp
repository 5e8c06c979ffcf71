#include "transports/http/status_server.hpp"

#include "transports/http/timed_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace ockam::transports {

namespace {

void answer(const status_page& page, httplib::Response& to) {
  to.status = page.status;
  to.set_header("Cache-Control", "no-store");
  to.set_content(page.body, page.type);
}

result<int> copy_of_socket(const acceptor& from) {
  const auto fd = ::fcntl(from.fd(), F_DUPFD_CLOEXEC, 0);
  if (fd >= 0) return fd;
  return fail(errc::io, "cannot serve the status: " + std::string(std::strerror(errno)));
}

/// A page that a browser shows can have its own name lead to this machine, but it cannot have an IP
/// address as its name.
bool names_this_machine(std::string_view host) {
  if (host.empty()) return true; // HTTP/1.0, which no browser speaks
  if (host.front() == '[') return host.find(']') != host.npos;
  const std::string name(host.substr(0, host.find(':')));
  std::array<std::uint8_t, 4> v4{};
  return name == "localhost" || ::inet_pton(AF_INET, name.c_str(), v4.data()) == 1;
}

/// A thousand connections a second must not fill what waits for those that give way.
constexpr std::size_t waiting_factor = 8;

} // namespace

struct status_server::server final : timed_server {
  server(std::unique_ptr<acceptor> from, int fd, bool local, status_pages pages,
         std::chrono::milliseconds read_timeout)
      : timed_server{fd,
                     {config::status_connections_max,
                      waiting_factor * config::status_connections_max, config::status_request_max,
                      read_timeout, config::status_connections_per_source_max, true}},
        from_{std::move(from)},
        pages_{std::move(pages)} {
    set_pre_routing_handler([this, local](auto& request, auto& response) {
      if (local && !names_this_machine(request.get_header_value("Host")))
        answer({403, "text/plain", "the Host of a request must be an IP address or localhost\n"},
               response);
      else if (request.method == "GET" || request.method == "HEAD")
        answer(pages_(request.target), response);
      else
        answer({405, "text/plain", "nothing can be changed here\n"}, response);
      return HandlerResponse::Handled;
    });
    set_exception_handler([](auto&, auto& response, auto) {
      answer({500, "text/plain", "the node failed to answer\n"}, response);
    });
    begin();
  }
  ~server() override { end(); }

private:
  const std::unique_ptr<acceptor> from_; ///< as long as it is there the network knows of the socket
  status_pages pages_;
};

status_server::status_server(std::unique_ptr<server> running, endpoint bound)
    : server_{std::move(running)}, bound_{std::move(bound)} {}
status_server::status_server(status_server&&) noexcept = default;
status_server& status_server::operator=(status_server&&) noexcept = default;
status_server::~status_server() = default;

result<status_server> status_server::open(network& net, const endpoint& at, status_pages pages,
                                          std::chrono::milliseconds read_timeout) {
  OCKAM_TRY(listening, net.listen(at));
  OCKAM_TRY(fd, copy_of_socket(*listening));
  const auto bound = listening->bound();
  return status_server{std::make_unique<server>(std::move(listening), fd, is_loopback(bound.host),
                                                std::move(pages), read_timeout),
                       bound};
}

} // namespace ockam::transports
