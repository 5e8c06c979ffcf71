#include "actors/node.hpp"

#include "actors/access/credentials.hpp"
#include "actors/access/policies.hpp"
#include "actors/control/control.hpp"
#include "actors/diagnosis/limit_use.hpp"
#include "actors/diagnosis/messages.hpp"
#include "actors/diagnosis/metrics.hpp"
#include "actors/diagnosis/route_pings.hpp"
#include "actors/memory_keeper.hpp"
#include "actors/portal_ends/portals.hpp"
#include "actors/projects/authority_worker.hpp"
#include "actors/projects/memberships.hpp"
#include "actors/relays/relay_names.hpp"
#include "actors/relays/relays.hpp"
#include "actors/routing/departure.hpp"
#include "actors/routing/directory.hpp"
#include "actors/routing/early_messages.hpp"
#include "actors/services/project_gateway.hpp"
#include "actors/services/refusals.hpp"
#include "actors/services/secure_channel_listeners.hpp"
#include "actors/services/services.hpp"
#include "actors/services/tcp_listeners.hpp"
#include "actors/services/workers.hpp"
#include "actors/sessions/secure_channels.hpp"
#include "actors/sessions/tcp_connections.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_table.hpp"
#include "transports/io/process_figures.hpp"
#include "transports/links/link_table.hpp"
#include "transports/work/pinned_ref.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <malloc.h>

namespace ockam::actors {

namespace {

/// Puts messages from elsewhere on their way.
class message_router final : public transports::pinned_actor {
public:
  message_router(caf::actor_config& cfg, transports::directory& workers)
      : pinned_actor(cfg), workers_(workers) {}

private:
  caf::behavior make_behavior() override {
    return {[this](transports::message& m) { workers_.route(std::move(m)); }};
  }
  transports::directory& workers_;
};

offer_options offered_by(offer_options wanted, const channels::context& node, bool hosts) {
  wanted.project_node = hosts;
  if (node.self) wanted.self = node.self->who().id();
  return wanted;
}

/// What was freed in small pieces stays with the process until somebody asks for its return.
std::shared_ptr<transports::memory_budget> budget_of(std::size_t wanted,
                                                     transports::reactor& home) {
  if (wanted == 0)
    wanted = std::max(transports::memory_limit() / config::memory_budget_divisor,
                      config::memory_budget_min);
  auto budget = std::make_shared<transports::memory_budget>(wanted);
  budget->on_fall([loop = home.weak_from_this()] {
    if (const auto at = loop.lock()) at->post([] { ::malloc_trim(0); });
  });
  return budget;
}

} // namespace

/// What all actors of a node reach by their context, and where it is kept.
struct shared_parts {
  shared_parts(std::shared_ptr<transports::reactor> loop, transports::network& net,
               transports::randomness& random, node_options& options)
      : home(std::move(loop)),
        workers(*home),
        time(options.time ? *options.time : system_time),
        credentials(*home, time, open_channels),
        access(credentials),
        parts{{*home, net, random, workers, links, std::move(options.loops)},
              time,
              open_channels,
              credentials,
              access,
              std::move(options.identity)} {
    parts.memory = budget_of(options.limits.set_value(config::limit::memory), *home);
    parts.limits = options.limits;
    parts.paced = transports::paces(options.limits);
    links.set_limits(options.limits);
    open_channels.set_limits(options.limits);
    parts.stream_ended = std::move(options.stream_ended);
    parts.loopback_is_public = options.offered.loopback_is_public;
  }

  std::shared_ptr<transports::reactor> home;
  directory workers;
  transports::link_table links;
  channels::channel_table open_channels;
  transports::system_wall_clock system_time;
  const transports::wall_clock& time;
  channels::credential_table credentials;
  channels::access_rules access;
  channels::context parts;
};

/// What a node has of each noun, and those of them that the node itself uses.
struct node_resources : resource_table {
  tcp_listeners* listeners = nullptr;
  secure_channel_listeners* channel_listeners = nullptr;
  services* standard = nullptr;
  const relays* registered = nullptr;
};

/// Links to other processes of this node: to the one before it, and to the one behind it.
struct process_links {
  transports::link_info before, next;
};

struct node::state : shared_parts {
  state(std::shared_ptr<transports::reactor> loop, transports::network& net,
        transports::randomness& random, node_options& options)
      : shared_parts(std::move(loop), net, random, options),
        projects(parts, std::move(options.projects)),
        who(parts, std::move(options.load_identity)),
        hosts(std::move(options.hosts)),
        offered(offered_by(options.offered, parts, hosts.has_value())),
        members(std::move(options.members)),
        ended(std::move(options.ended)) {
    parts.projects = &projects;
    if (members) book = member_book(home->system(), members);
    if (hosts) credentials.trust(hosts->authority);
    if (hosts && hosts->isolated) access.isolate_members();
  }

  void make_resources();
  void start_authority();
  void end();
  void finish();
  bool pass_back(transports::message&);

  project_table projects;
  identities who;
  const std::optional<hosted_project> hosts;
  const offers offered;
  const std::shared_ptr<authority> members;
  const std::function<void()> ended;
  member_book book;
  filter_makers filters;
  node_resources resources;
  process_links processes;
  caf::actor forwarding, router, commands;
  std::shared_ptr<const transports::departures::watcher> neighbours; ///< which of them go
  bool ending = false;
};

void node::state::make_resources() {
  using enum relay_service::host;
  forwarding = home->spawn<relay_service>(std::ref(parts), hosts ? project_node : any_node, book);
  auto& service = dynamic_cast<relay_service&>(*caf::actor_cast<caf::abstract_actor*>(forwarding));
  auto listening = std::make_unique<tcp_listeners>(parts);
  auto offering = std::make_unique<services>(parts, workers, offered);
  auto answering = std::make_unique<secure_channel_listeners>(who);
  resources.listeners = listening.get();
  resources.channel_listeners = answering.get();
  resources.standard = offering.get();
  auto [inlets, outlets, take_lost, knows] = make_portals(who, offered, filters);
  const transports::pinned_ref<early_messages> early(home->spawn<early_messages>(workers));
  workers.on_lost([this, take_lost = std::move(take_lost), early](transports::message& m) {
    return take_lost(m) || pass_back(m) || early.object->take(m);
  });
  neighbours = links.departing().watch([this](const transports::departure_ptr& link) {
    home->spawn<last_use>(std::ref(parts), link);
  });
  resources.standard->on_outlet_question(std::move(knows));
  resources.emplace("tcp-connections", std::make_unique<tcp_connections>(parts));
  resources.emplace("tcp-listeners", std::move(listening));
  resources.emplace("tcp-inlets", std::move(inlets));
  resources.emplace("tcp-outlets", std::move(outlets));
  resources.emplace("relay-names", std::make_unique<relay_names>(forwarding, service));
  auto registering = std::make_unique<relays>(who, forwarding, service);
  resources.registered = registering.get();
  resources.emplace("relays", std::move(registering));
  resources.emplace("secure-channels", std::make_unique<secure_channels>(who));
  resources.emplace("secure-channel-listeners", std::move(answering));
  resources.emplace("services", std::move(offering));
  resources.emplace("refusals", std::make_unique<refusals>(offered));
  resources.emplace("workers", std::make_unique<actors::workers>(workers));
  resources.emplace("projects", std::make_unique<memberships>(projects, access));
  resources.emplace("credentials", std::make_unique<actors::credentials>(parts));
  resources.emplace("policies", std::make_unique<policies>(access, resources));
  resources.emplace("limits", std::make_unique<limit_use>(parts, workers, service,
                                                          *resources.channel_listeners, resources));
  resources.emplace("messages", std::make_unique<messages>(who));
  resources.emplace("metrics", std::make_unique<metrics>(parts, workers, resources));
  resources.emplace("route-pings", std::make_unique<route_pings>(who));
  resources.emplace("route-traces", std::make_unique<route_traces>(who));
}

void node::state::start_authority() {
  const auto worker = home->spawn<authority_worker>(std::ref(parts), members->who().id(), book);
  for (const auto service : wire::authority_services)
    workers.add(wire::local(wire::name_of(service)), worker, "authority service",
                transports::reach::everybody());
}

/// What came by the process before this one is not for it again.
bool node::state::pass_back(transports::message& m) {
  if (!processes.before.actor || !m.entered
      || m.entered->about().link == processes.before.actor.id())
    return false;
  const auto to = workers.find(wire::local(processes.before.address));
  if (!to.open()) return false;
  m.onward.push_front(wire::local(processes.before.address));
  return to.pass(std::move(m));
}

void node::state::finish() {
  if (ended)
    ended();
  else
    home->stop();
}

/// Tells the peers of all channels, the inner ones first, and then stops the reactor; at once when
/// it is called again.
void node::state::end() {
  projects.leave_all(); // or they would open channels again
  auto open = open_channels.list();
  if (std::exchange(ending, true) || open.empty()) return finish();
  const auto left = std::make_shared<std::size_t>(open.size());
  std::for_each(open.rbegin(), open.rend(), [&](const channels::channel_info& channel) {
    channel.actor->attach_functor([this, left] {
      if (--*left == 0) home->post([this] { finish(); }); // behind what the links still write
    });
    caf::anon_send_exit(channel.actor, caf::exit_reason::user_shutdown);
  });
}

node::node(std::shared_ptr<transports::reactor> home, transports::network& net,
           transports::randomness& random, node_options options)
    : state_(std::make_unique<state>(std::move(home), net, random, options)) {
  auto& loop = *state_->home;
  state_->router = loop.spawn<message_router>(state_->workers);
  transports::pinned_ref<memory_keeper>(loop.spawn<memory_keeper>(memory_keeper::of_process()))
      .object->watch();
  state_->make_resources();
  for (auto& each : options.authorities) {
    if (each.shown) state_->credentials.show_of(each.who.id(), std::move(*each.shown));
    state_->credentials.trust(std::move(each.who));
  }
  state_->credentials.set_when_silent(options.when_authority_silent);
  for (auto& each : options.memberships) state_->projects.join(std::move(each));
  for (auto& each : options.lost_projects) state_->access.lose_project(std::move(each));
  const auto& self = state_->parts.self;
  state_->commands = loop.spawn<actors::control>(
      std::move(options.name), self ? to_string(self->who().id()) : "",
      std::max<std::size_t>(1, state_->parts.loops.size()), state_->resources,
      std::move(options.declarations), [this] { state_->end(); }, std::move(options.sandbox));
}

node::~node() = default;

void node::start() {
  for (const auto* const type : {"echo", "hop", "uppercase"})
    static_cast<void>(state_->resources.standard->start(type, type));
  const auto& hosts = state_->hosts;
  if (state_->members) state_->start_authority();
  if (hosts)
    state_->workers.add(wire::local(hosts->id),
                        state_->home->spawn<project_gateway>(std::ref(state_->parts), hosts->id),
                        "project gateway", transports::reach::everybody());
  if (hosts || !state_->members)
    for (const auto name : {relay_service::plain_name, relay_service::static_name})
      state_->workers.add(wire::local(name), state_->forwarding, "relay service",
                          state_->offered.relay_service());
  if (const auto& self = state_->parts.self)
    static_cast<void>(state_->resources.channel_listeners->start(
        std::string(channels::channel_listener::standard_address), self, {}));
}

result<transports::endpoint> node::listen(const transports::endpoint& at) {
  OCKAM_TRY(made, state_->resources.listeners->listen(at));
  return made.bound;
}

status node::start_worker(std::string_view address, const caf::actor& worker,
                          transports::reach named_first) {
  if (state_->workers.add(wire::local(address), worker, "worker", std::move(named_first)))
    return done{};
  return fail(errc::already_exists, "the address " + std::string(address) + " is taken");
}

void node::add_filter(std::string name, filter_maker make) {
  state_->filters.insert_or_assign(std::move(name), std::move(make));
}

channels::context& node::parts() noexcept { return state_->parts; }

const caf::actor& node::control() const noexcept { return state_->commands; }

const caf::actor& node::router() const noexcept { return state_->router; }

void node::follow(transports::descriptor predecessor) {
  auto& all = state_->parts;
  state_->processes.before =
      all.links.join(all, std::move(predecessor), transports::link_mode::to_predecessor);
  all.in_use.add(state_->processes.before.actor.id()); // as long as it stands
}

void node::let_go(transports::descriptor successor) {
  auto& all = state_->parts;
  state_->resources.registered->yield(true);
  state_->processes.next =
      all.links.join(all, std::move(successor), transports::link_mode::to_successor);
  all.in_use.add(state_->processes.next.actor.id());
}

void node::take_back() { state_->resources.registered->yield(false); }

void node::leave() {
  caf::anon_send(state_->commands,
                 leave_node{state_->processes.next.actor, state_->processes.before.actor});
}

void node::reload() { caf::anon_send(state_->commands, reload_node{}); }

void node::stop() { caf::anon_send(state_->commands, stop_node{}); }

} // namespace ockam::actors
