// A stranger's whole session with a node that has what nodes have: services, an outlet, relays, a
// channel listener. Raw frames, and messages that are addressed to something that is there, also by
// what the node's answers told. Each input has a world of its own.
#include "world.hpp"

#include <memory>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

struct session : tests::simulation {
  session() {
    require(inner.listen({"127.0.0.1", 7000}));
    // its target is the node itself: what a stream writes is what another link reads
    static_cast<void>(
        node.ask("POST", "/v1/tcp-outlets", R"({"address":"outlet","to":"127.0.0.1:7000"})"));
    settle();
  }
  static actors::node_options options() {
    auto out = fuzz::options_of("a", 7);
    out.offered.relays = true;
    out.offered.everything = true;
    return out;
  }

  fuzz::node node{*this, "a", options()};
  actors::node& inner = node.inner;
  std::vector<wire::route> ways;
};

/// The last one is not ended: what its thread keeps of memory is gone before it would be.
session& next_session() {
  static session* now = nullptr;
  static auto inputs = 0;
  if (inputs++ % 100 == 0) delete std::exchange(now, nullptr), now = new session;
  now->ways.clear();
  return *now;
}

/// Whether the node still serves whoever comes next.
void serves(session& world) {
  fuzz::peer honest{world.node, 2};
  honest.send(wire::encode_frame({wire::local("echo")}, {wire::local("me")}, wire::view_of("x")));
  std::vector<wire::route> ignored;
  require(honest.listen(ignored) > 0);
}

bool frames(bytes_view data) {
  auto& world = next_session();
  std::size_t answers = 0;
  {
    fuzz::peer stranger{world.node, 1};
    stranger.send(data);
    world.advance(std::chrono::milliseconds(1));
    answers = stranger.listen(world.ways);
  }
  serves(world);
  return answers > 0;
}

wire::route way_of(fuzz::choices& from, const session& world) {
  constexpr std::string_view names[] = {
      "echo",         "uppercase",          "hop", "static_forwarding_service", "api", "outlet",
      "forward_to_x", "forwarding_service", "",    "0123456789abcdef"};
  const auto which = from.below(16);
  if (which > std::size(names) && !world.ways.empty())
    return world.ways[from.below(world.ways.size())];
  wire::route out{wire::local(names[which % std::size(names)])};
  if (which == 2) out.push_back(wire::local(names[from.below(std::size(names))]));
  return out;
}

wire::bytes payload_of(fuzz::choices& from) {
  switch (from.below(8)) {
  case 0: return wire::encode_ping(std::nullopt);
  case 1: return wire::encode_ping(from.byte());
  case 2: return wire::encode_credit(from.number());
  case 3: return wire::encode_text("x");
  case 4: return wire::encode_disconnect();
  case 5: {
    const auto data = from.run();
    const auto head = wire::encode_payload_head(data.size());
    wire::bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<long>(head.size));
    out.insert(out.end(), data.begin(), data.end());
    return out;
  }
  default: {
    const auto data = from.run();
    return {data.begin(), data.end()};
  }
  }
}

bool messages(bytes_view data) {
  auto& world = next_session();
  fuzz::choices from{data};
  std::size_t answers = 0;
  auto stranger = std::make_unique<fuzz::peer>(world.node, 1);
  for (auto steps = 0; !from.none() && steps < 24; ++steps) {
    const auto back = from.below(8);
    const auto way = back == 0   ? wire::route{}
                     : back == 1 ? way_of(from, world)
                                 : wire::route{wire::local("me")};
    const auto onward = way_of(from, world);
    stranger->send(wire::encode_frame(onward, way, payload_of(from)));
    if (back == 7) world.advance(std::chrono::milliseconds(100 * from.byte()));
    answers += stranger->listen(world.ways);
  }
  stranger.reset();
  serves(world);
  return answers > 1;
}

constexpr fuzz::parser all[] = {{"frames", frames, fuzz::shape::frames}, {"messages", messages}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
