#include "channels/crypto/aead.hpp"
#include "cli/home/home_project.hpp"
#include "config/base/json_text.hpp"
#include "config/spec/kinds.hpp"
#include "config/spec/questions.hpp"
#include "node/home_state.hpp"
#include "node/hosted_worker.hpp"
#include "node/or_throw.hpp"
#include "node/resource_state.hpp"
#include "wire/encoding/bare.hpp"

#include <nlohmann/json.hpp>

#include <ockam/node.hpp>

namespace ockam {

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

resource node::create(config::on_node&& what, const char* address) {
  what.no_connection_wait = true; // resource::wait_up() waits
  const auto path = "/v1/" + std::string(what.kind().plural);
  const auto made = state_->run->ask(*state_->node, "POST", path, config::write_body(what).dump());
  auto name = config::text_in(made, what.kind().known_by);
  auto at = path + '/' + name;
  return resource(std::make_shared<resource::state>(resource::state{
      state_->run, state_->node, std::move(at), std::move(name), config::text_in(made, address)}));
}

resource node::create(const relay& what) {
  config::relay wanted;
  wanted.name = what.name, wanted.places = {what.at};
  wanted.authorized = what.authorized, wanted.allow = what.allow;
  return create(std::move(wanted), "remote_address");
}

resource node::create(const outlet& what) {
  config::tcp_outlet wanted;
  wanted.address = what.address, wanted.to = what.to;
  wanted.authorized = what.authorized, wanted.allow = what.allow;
  return create(std::move(wanted), "address");
}

resource node::create(const inlet& what) {
  config::tcp_inlet wanted;
  wanted.from = what.from, wanted.to = {what.to};
  wanted.authorized = what.authorized, wanted.allow = what.allow;
  if (what.filter)
    wanted.filter = state_->run->on_loop([&] {
      auto given = state_->node->parts().random.address();
      state_->node->add_filter(given, what.filter);
      return given;
    });
  return create(std::move(wanted), "from");
}

resource node::create(const secure_channel& what) {
  config::secure_channel wanted;
  wanted.to = what.to, wanted.authorized = what.authorized;
  return create(std::move(wanted), "address");
}

std::string node::ask(const std::string& route, std::string_view text,
                      std::chrono::milliseconds timeout) {
  config::message asked;
  asked.to = route, asked.payload = wire::encode_text(text), asked.timeout = timeout;
  const auto reply =
      state_->run->ask(*state_->node, "POST", "/v1/messages", config::write_body(asked).dump());
  wire::bytes payload;
  if (!wire::from_hex(reply.value("payload_hex", ""), payload))
    throw failure(fail(errc::protocol, route + ": the answer is no reply"));
  return std::string(or_throw(wire::decode_text(payload)));
}

} // namespace ockam
