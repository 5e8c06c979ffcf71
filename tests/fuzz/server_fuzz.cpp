// A hostile server: the node asks an echo, a relay service, an outlet or a channel listener that
// answers what the fuzzer makes up, to whom it likes; and an authority that a channel has proven.
#include "actors/projects/membership.hpp"
#include "actors/projects/project_table.hpp"
#include "channels/handshake/channel_world.hpp"
#include "wire/messages/authority.hpp"
#include "world.hpp"

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

constexpr std::pair<const char*, const char*> questions[] = {
    {"/v1/relays", R"({"name":"x","at":"/dnsaddr/n/tcp/7000"})"},
    {"/v1/relays", R"({"at":"/dnsaddr/n/tcp/7000"})"},
    {"/v1/route-pings", R"({"to":"/dnsaddr/n/tcp/7000","count":2,"timeout_ms":900})"},
    {"/v1/route-traces", R"({"to":"/dnsaddr/n/tcp/7000/service/outlet","timeout_ms":900})"},
    {"/v1/messages", R"({"to":"/dnsaddr/n/tcp/7000/service/echo","payload_hex":"00"})"},
    {"/v1/secure-channels", R"({"to":"/dnsaddr/n/tcp/7000/service/api"})"},
    {"/v1/tcp-inlets",
     R"({"alias":"i","from":"127.0.0.1:80","to":"/dnsaddr/n/tcp/7000/service/outlet"})"}};

//   b ---- n:7000, each of whose workers the fuzzer plays
struct impostor : tests::simulation {
  impostor() {
    for (const auto* const name :
         {"echo", "static_forwarding_service", "forward_to_x", "api", "outlet"})
      played.push_back(&n.start<tests::probe>(name));
  }
  /// The next question.
  void ask(std::size_t which) {
    replies.push_back(b.ask("POST", questions[which].first, questions[which].second));
  }
  /// Whether anybody who asked is waiting for an answer of this worker.
  void answer(tests::probe& from, fuzz::choices& what) {
    const auto from_whom = what.below(4);
    const wire::route back = from_whom == 0   ? wire::route{wire::local("forward_to_x")}
                             : from_whom == 1 ? wire::route{}
                             : from_whom == 2 ? wire::route{wire::local("a"), wire::local("b")}
                                              : wire::route{wire::local("echo")};
    auto payload = what.run();
    const auto repeat = what.below(4) == 0 && !from.all.empty();
    if (repeat) payload = wire::view_of(from.all.back().payload);
    n.workers.route({from.last, back, transports::slice::copy_of(payload), 0, {}});
    settle();
  }

  tests::virtual_node n{*this, "n"};
  transports::listening at = n.listen(7000);
  std::vector<tests::probe*> played;
  fuzz::node b{*this, "b", fuzz::options_of("b", 7)};
  std::vector<std::shared_ptr<transports::control_reply>> replies;
};

bool services(bytes_view data) {
  impostor world;
  fuzz::choices from{data};
  auto answers = 0;
  world.ask(from.below(std::size(questions)));
  for (auto steps = 0; !from.none() && steps < 24; ++steps) {
    const auto what = from.below(8);
    if (what == 0 && world.replies.size() < 4)
      world.ask(from.below(std::size(questions)));
    else if (what == 1)
      world.advance(std::chrono::milliseconds(50 * from.byte()));
    else
      for (auto* const each : world.played)
        if (!each->last.empty()) ++answers, world.answer(*each, from);
  }
  const auto still = world.b.ask("GET", "/v1/node", {});
  require(still->status == 200);
  return answers > 0;
}

// -- an authority ---------------------------------------------------------------------

/// Answers requests with the next body that the fuzzer has.
class answering final : public transports::worker {
public:
  answering(caf::actor_config& cfg, transports::directory& workers, fuzz::choices& from)
      : worker(cfg), workers_(workers), from_(from) {}
  void deliver(transports::message&& m) override {
    const auto request = wire::decode_api_request(m.payload);
    if (!request || from_.none()) return;
    const auto kind = from_.below(8);
    const auto body = from_.below(3) == 0 ? from_.some(from_.number()) : from_.run();
    auto payload = wire::bytes(body.begin(), body.end());
    if (kind > 0)
      payload = wire::encode(wire::api_response{
          1, request->id, kind < 6 ? wire::api_status::ok : wire::api_status::forbidden, payload});
    workers_.route(reply_to(m, transports::slice::copy_of(payload)));
  }

private:
  transports::directory& workers_;
  fuzz::choices& from_;
};

bool authority(bytes_view data) {
  std::optional<result<channels::project>> out; // whoever still waits at the end is told so
  tests::simulation world;
  tests::channel_node auth{world, "auth", 8}, a{world, "a", 1};
  fuzz::choices from{data};
  auth.listen(1);
  auth.listen_for_channels();
  for (const auto service :
       {wire::authority_service::credential_issuer, wire::authority_service::member_status})
    auth.start<answering>(wire::name_of(service),
                          std::ref(static_cast<transports::directory&>(auth.workers)),
                          std::ref(from));
  actors::project_table table{
      a.with, {[&](const std::string&) -> result<channels::project> {
        return channels::project{
            "p1",
            "p",
            "",
            "",
            *wire::multiaddr::parse("/dnsaddr/node/tcp/1/service/p1/service/api"),
            tests::person(7).who.id(),
            {},
            *wire::multiaddr::parse("/dnsaddr/auth/tcp/1/service/api"),
            tests::person(8).who};
      }}};
  table.enter("p", a.with.self, std::chrono::seconds(10),
              [&](auto what) { out = std::move(what); });
  for (auto turns = 0; turns < 6 && !from.none(); ++turns) world.advance(std::chrono::seconds(5));
  return out.has_value() && from.none();
}

constexpr fuzz::parser all[] = {{"services", services}, {"authority", authority}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
