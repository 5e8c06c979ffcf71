#include "cli/sharing/shared_server.hpp"

#include <doctest/doctest.h>

using namespace ockam::cli;

namespace {

std::string read(std::string_view word, bool speaks_http = false) {
  const auto it = server_to_share(word, speaks_http);
  if (!it) return it.error().message;
  return to_string(it->to) + (it->tls ? " TLS " : " - ") + it->http_host;
}

} // namespace

TEST_CASE("a server to share is a port, a host and port, or a URL") {
  CHECK(read("8080") == "127.0.0.1:8080 - ");
  CHECK(read("8080", true) == "127.0.0.1:8080 - localhost:8080");
  CHECK(read("nas.example:80", true) == "nas.example:80 - nas.example");
  CHECK(read("http://nas.example:3000") == "nas.example:3000 - nas.example:3000");
  CHECK(read("http://nas.example/") == "nas.example:80 - nas.example");
  CHECK(read("https://intranet.example") == "intranet.example:443 TLS intranet.example");
  CHECK(read("https://intranet.example:443") == "intranet.example:443 TLS intranet.example");
  CHECK(read("https://intranet.example:8443/", true)
        == "intranet.example:8443 TLS intranet.example:8443");
  CHECK(read("https://[::1]") == "[::1]:443 TLS [::1]");
}

TEST_CASE("a page of a server is not shared alone") {
  CHECK(read("https://intranet.example/wiki")
        == "https://intranet.example/wiki is a page, and a share is a server");
  CHECK(server_to_share("https://intranet.example/wiki", false).error().hint
        == "https://intranet.example");
  CHECK(read("http://ann@intranet.example").find("is a page") != std::string::npos);
  CHECK_FALSE(server_to_share("https://", false));
}
