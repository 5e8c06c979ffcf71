// What commands ask of a node: paths and bodies of control requests; and the declarations that it
// finds in its store.
#include "world.hpp"

#include <nlohmann/json.hpp>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

constexpr const char* nouns[] = {
    "tcp-inlets",  "tcp-outlets",     "relays",   "secure-channels",
    "policies",    "tcp-connections", "services", "tcp-listeners",
    "route-pings", "route-traces",    "messages", "credentials",
    "projects",    "relay-names",     "workers",  "secure-channel-listeners"};

/// Noun, then the body of a request to make one.
bool body(bytes_view data) {
  fuzz::choices from{data};
  tests::simulation world;
  fuzz::node node{world, "a", fuzz::options_of("a", 7)};
  const auto path = std::string("/v1/") + nouns[from.below(std::size(nouns))];
  const auto made = node.ask("POST", path, std::string(wire::text_of(from.rest())));
  world.advance(std::chrono::seconds(30)); // what dials has failed by then
  require(node.ask("GET", "/v1/node", {})->status == 200);
  require(!nlohmann::json::parse(node.ask("GET", path, {})->body, nullptr, false).is_discarded());
  return made->status == 201 || made->status >= 429;
}

/// Method, then a path as somebody typed it.
bool path(bytes_view data) {
  fuzz::choices from{data};
  static auto& world = *new tests::simulation; // neither is ended: see node_fuzz.cpp
  static auto& node = *new fuzz::node{world, "a", fuzz::options_of("a", 7)};
  constexpr const char* methods[] = {"GET", "DELETE", "POST", "PUT"};
  const auto* const method = methods[from.below(std::size(methods))];
  const auto text = std::string(wire::text_of(from.rest()));
  const auto said = node.ask(method, text, {});
  require(said->status >= 200 && said->status < 600);
  require(!nlohmann::json::parse(said->body, nullptr, false).is_discarded());
  return said->status == 200;
}

/// A declaration that stands in the store: kind, name, and a body that somebody damaged.
bool declaration(bytes_view data) {
  fuzz::choices from{data};
  auto options = fuzz::options_of("a", 7);
  for (auto i = 0; i < 3 && !from.none(); ++i) {
    const auto* const kind = nouns[from.below(std::size(nouns))];
    const auto name = from.run();
    const auto text = i < 2 && from.below(2) == 0 ? from.some(from.number()) : from.rest();
    options.declarations.declared.push_back(
        {"a", kind, std::string(wire::text_of(name)), std::string(wire::text_of(text)), ""});
  }
  tests::simulation world;
  fuzz::node node{world, "a", std::move(options)};
  auto restored = false;
  world.system.spawn([&restored, to = node.inner.control()](caf::event_based_actor* self) {
    self->request(to, caf::infinite, actors::restore_node{})
        .then([&restored](actors::node_restored) { restored = true; });
  });
  world.advance(std::chrono::minutes(1));
  require(restored);
  const auto shown = node.ask("GET", "/v1/node", {});
  require(shown->status == 200);
  return shown->body.find("\"declared_by\"") != std::string::npos;
}

constexpr fuzz::parser all[] = {{"body", body}, {"path", path}, {"declaration", declaration}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
