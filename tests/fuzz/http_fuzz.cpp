// Requests to the control socket and to the status port as bytes, and the answers of a node.
#include "cli/process/status_pages.hpp"
#include "fuzz.hpp"
#include "transports/http/control_error.hpp"
#include "transports/http/control_socket.hpp"
#include "transports/http/status_server.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

/// What a command reads where it wants an answer of a node.
bool reply(bytes_view data) {
  fuzz::choices from{data};
  const auto status = 400 + from.byte();
  const auto why = transports::read_error(status, wire::text_of(from.rest()));
  static_cast<void>(transports::reply_with(why));
  return why.message.find("HTTP status") == std::string::npos;
}

bool page_path(bytes_view data) {
  const auto answer = [](const transports::control_request& asked) {
    return transports::control_reply{200, asked.path == "/v1/metrics" ? "[]" : R"({"name":"a"})"};
  };
  const auto known = [] { return nlohmann::json{{"name", "me"}}; };
  const auto out = cli::status_page_at(std::string(wire::text_of(data)), answer, known);
  require(out.status == 200 || out.status == 404);
  return out.status == 200;
}

/// A request as bytes, to a socket; returns what came back.
template <class Address>
std::string http(const Address& at, bytes_view request) {
  const transports::descriptor socket{
      ::socket(reinterpret_cast<const sockaddr&>(at).sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  require(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  static_cast<void>(::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL));
  ::shutdown(socket.get(), SHUT_WR);
  std::string out;
  char block[4096];
  for (ssize_t n; (n = ::recv(socket.get(), block, sizeof block, 0)) > 0;)
    out.append(block, static_cast<std::size_t>(n));
  return out;
}

bool control_socket(bytes_view data) {
  static const auto file =
      std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(::getpid()) + ".sock");
  static const auto server =
      transports::control_socket::open(file, [](const transports::control_request& asked) {
        require(asked.path.starts_with("/v1/"));
        return transports::control_reply{200, "{}"};
      });
  require(server);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  std::copy_n(file.c_str(), file.native().size(), at.sun_path);
  return http(at, data).find("200 OK") != std::string::npos;
}

bool status_port(bytes_view data) {
  static transports::tcp_network net;
  static const auto server = transports::status_server::open(
      net, {"127.0.0.1", 0}, [](const std::string& asked) -> transports::status_page {
        if (asked != "/healthz") return {404, "text/plain", "no"};
        return {200, "text/plain", "UP"};
      });
  require(server);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(server->bound().port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return http(at, data).find("200 OK") != std::string::npos;
}

constexpr fuzz::parser all[] = {{"reply", reply},
                                {"page_path", page_path},
                                {"control_socket", control_socket},
                                {"status_port", status_port}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
