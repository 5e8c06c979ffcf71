#include "cli/sharing/shared_server.hpp"

#include "config/base/printable.hpp"

namespace ockam::cli {

namespace {

bool has_port(std::string_view host) {
  const auto colon = host.rfind(':');
  return colon != host.npos && host.find(']', colon) == host.npos;
}

/// As a browser writes it: without the port that goes without saying.
std::string host_header(std::string_view host, std::string_view usual_port) {
  if (host.ends_with(usual_port)) host.remove_suffix(usual_port.size());
  return has_port(host) || host.find_first_not_of("0123456789") != host.npos
             ? std::string(host)
             : "localhost:" + std::string(host);
}

} // namespace

result<shared_server> server_to_share(std::string_view word, bool speaks_http) {
  shared_server out;
  auto server = word;
  std::string_view usual_port = ":80";
  if (server.starts_with("https://")) {
    out.tls = true;
    usual_port = ":443";
    server.remove_prefix(8);
  } else if (server.starts_with("http://")) {
    server.remove_prefix(7);
  }
  const auto by_url = server.size() < word.size();
  if (by_url && server.ends_with('/')) server.remove_suffix(1);
  if (by_url && server.find_first_of("/?#@") != server.npos)
    return fail(
        errc::invalid, config::printable(word) + " is a page, and a share is a server",
        std::string(word.substr(0, word.size() - server.size() + server.find_first_of("/?#@"))));
  std::string where(server);
  if (by_url && !has_port(server)) where += usual_port;
  OCKAM_TRY(to, transports::endpoint::parse(where));
  if (to.port == 0) return fail(errc::invalid, "nobody listens at port 0");
  out.to = std::move(to);
  if (by_url || speaks_http) out.http_host = host_header(server, usual_port);
  return out;
}

} // namespace ockam::cli
