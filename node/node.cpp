#include "channels/crypto/aead.hpp"
#include "cli/home/home_project.hpp"
#include "node/home_state.hpp"
#include "node/hosted_worker.hpp"
#include "node/or_throw.hpp"
#include "node/resource_state.hpp"
#include "wire/encoding/bare.hpp"

#include <nlohmann/json.hpp>

#include <ockam/node.hpp>

namespace ockam {

using nlohmann::json;

struct node::state {
  std::shared_ptr<runtime::state> run;
  actors::node* node = nullptr; ///< lives as long as `run`
};

namespace {

/// What nodes know workers of programs by in policies.
constexpr std::string_view worker_type = "worker";

struct function_worker final : worker {
  explicit function_worker(std::function<void(request&)> f) : take(std::move(f)) {}
  void deliver(request& one) override { take(one); }
  std::function<void(request&)> take;
};

std::optional<channels::policy> policy_of(const std::string& expression) {
  if (expression.empty()) return {};
  return or_throw(channels::policy::parse(expression));
}

/// Texts that nobody gave are left out.
void put(json& body, const char* key, const std::string& text) {
  if (!text.empty()) body[key] = text;
}
void put(json& body, const char* key, const std::vector<std::string>& texts) {
  if (!texts.empty()) body[key] = texts;
}

} // namespace

node::node(std::string name) : node(std::make_unique<runtime>(), {.name = std::move(name)}) {}

node::node(std::unique_ptr<runtime> own, const node_options& wanted) : node(*own, wanted) {
  own_runtime_ = std::move(own);
}

node::node(runtime& where, const node_options& wanted)
    : runtime_(&where), state_(std::make_shared<state>()) {
  actors::node_options options{.name = wanted.name};
  options.offered.relays = wanted.allow_relays;
  if (wanted.identity) {
    or_throw(channels::wanted_engine());
    options.identity = wanted.identity->state_->own;
    options.projects = cli::files_of_projects(wanted.identity->state_->home);
  }
  if (wanted.project) {
    if (!options.identity)
      throw failure(fail(errc::invalid, "a node without an identity is in no project"));
    const auto& [home, what] = *wanted.project->state_;
    options.projects = cli::files_of_projects(home);
    options.memberships.push_back(
        {what, options.projects.kept(what, options.identity->who().id())});
  }
  auto& run = *where.state_;
  options.ended = [&run] { run.node_ended(); };
  options = run.host.with_loops(std::move(options));
  state_->run = where.state_;
  state_->node = run.on_loop([&] {
    run.nodes.push_back(std::make_unique<actors::node>(run.host.loop(), run.host.network(),
                                                       run.host.randomness(), std::move(options)));
    run.nodes.back()->start();
    return run.nodes.back().get();
  });
}

node::~node() = default;

std::string node::listen(const std::string& at) {
  const auto where = or_throw(transports::endpoint::parse(at));
  return transports::to_string(
      or_throw(state_->run->on_loop([&] { return state_->node->listen(where); })));
}

void node::add(const std::string& address, std::unique_ptr<ockam::worker> taker,
               const access& who) {
  auto rule = policy_of(who.allow);
  or_throw(state_->run->on_loop([&]() -> status {
    transports::context& parts = state_->node->parts();
    auto free = actors::check_new_address(parts.workers, address);
    if (!free) return free;
    channels::access_guard guard{state_->node->parts().access, worker_type, address,
                                 std::move(rule)};
    return state_->node->start_worker(
        address, state_->run->host.loop()->spawn<hosted_worker>(
                     std::ref(parts), address, std::move(guard), std::move(taker)));
  }));
}

void node::worker(const std::string& address, std::function<void(request&)> take,
                  const access& who) {
  add(address, std::make_unique<function_worker>(std::move(take)), who);
}

resource node::create(const std::string& nouns, const std::string& body, const char* key,
                      const char* address) {
  const auto made = state_->run->ask(*state_->node, "POST", "/v1/" + nouns, body);
  auto name = made.value(key, "");
  auto path = "/v1/" + nouns + '/' + name;
  return resource(std::make_shared<resource::state>(resource::state{
      state_->run, state_->node, std::move(path), std::move(name), made.value(address, "")}));
}

resource node::create(const relay& what) {
  json body{{"at", what.at}, {"no_connection_wait", true}};
  put(body, "name", what.name);
  put(body, "authorized", what.authorized);
  put(body, "allow", what.allow);
  return create("relays", body.dump(), "name", "remote_address");
}

resource node::create(const outlet& what) {
  json body{{"address", what.address}, {"to", what.to}};
  put(body, "authorized", what.authorized);
  put(body, "allow", what.allow);
  return create("tcp-outlets", body.dump(), "alias", "address");
}

resource node::create(const inlet& what) {
  json body{{"from", what.from}, {"to", what.to}, {"no_connection_wait", true}};
  put(body, "authorized", what.authorized);
  put(body, "allow", what.allow);
  if (what.filter) {
    const auto name = state_->run->on_loop([&] {
      auto given = state_->node->parts().random.address();
      state_->node->add_filter(given, what.filter);
      return given;
    });
    body["filter"] = name;
  }
  return create("tcp-inlets", body.dump(), "alias", "from");
}

resource node::create(const secure_channel& what) {
  json body{{"to", what.to}, {"no_connection_wait", true}};
  put(body, "authorized", what.authorized);
  return create("secure-channels", body.dump(), "address", "address");
}

std::string node::ask(const std::string& route, std::string_view text,
                      std::chrono::milliseconds timeout) {
  const json body{{"to", route},
                  {"payload_hex", wire::to_hex(wire::encode_text(text))},
                  {"timeout_ms", timeout.count()}};
  const auto reply = state_->run->ask(*state_->node, "POST", "/v1/messages", body.dump());
  wire::bytes payload;
  if (!wire::from_hex(reply.value("payload_hex", ""), payload))
    throw failure(fail(errc::protocol, route + ": the answer is no reply"));
  return std::string(or_throw(wire::decode_text(payload)));
}

} // namespace ockam
