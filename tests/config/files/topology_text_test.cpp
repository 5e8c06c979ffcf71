#include "config/files/topology_text.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

namespace {

/// What a text says once it was read and printed.
std::string printed(const std::string& text) {
  auto read = read_topology(text, {});
  if (!read) return read.error().message;
  return to_yaml(to_document(*read));
}

} // namespace

TEST_CASE("a file of one node is printed as one") {
  const auto* const text = "name: n1\n"
                           "tcp-listener-address: 127.0.0.1:4000\n"
                           "relays:\n"
                           "  - name: r1\n"
                           "    at: /node/hub\n"
                           "tcp-inlets:\n"
                           "  - to:\n"
                           "      - /service/a\n"
                           "      - /service/b\n"
                           "    from: 127.0.0.1:6000\n"
                           "    alias: web\n"
                           "    no-connection-wait: true\n";
  CHECK(printed(text) == text);
}

TEST_CASE("several nodes are printed below their names, and what is on them below that") {
  const auto* const text = "identities:\n"
                           "  - name: alice\n"
                           "nodes:\n"
                           "  a:\n"
                           "    identity: alice\n"
                           "  b:\n"
                           "    tcp-outlets:\n"
                           "      - to: 127.0.0.1:9000\n"
                           "        from: web\n"
                           "  c: {}\n";
  CHECK(printed(text) == text);
}

TEST_CASE("texts that would mean something else are quoted, and dollars doubled") {
  const auto text =
      printed("name: n1\ntcp-outlet: { to: 1, from: 'true', allow: 'a=\"5$$x\" or b', "
              "alias: '- x: #' }");
  CHECK(text
        == "name: n1\n"
           "tcp-outlets:\n"
           "  - to: 1\n"
           "    from: \"true\"\n"
           "    alias: \"- x: #\"\n"
           "    allow: \"a=\\\"5$$x\\\" or b\"\n");
  CHECK(printed(text) == text);
}
