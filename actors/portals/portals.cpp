#include "actors/portals/portals.hpp"

#include "actors/control/fields.hpp"
#include "actors/portals/inlet.hpp"
#include "actors/portals/outlet.hpp"
#include "actors/routing/route_plan.hpp"
#include "config/base/log.hpp"
#include "config/spec/name.hpp"
#include "transports/work/pinned_ref.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using transports::pinned_ref;

error not_found(std::string_view noun, std::string_view name) {
  return fail(errc::not_found, std::string(noun) + ' ' + std::string(name) + " not found",
              "ockam " + std::string(noun) + " list");
}

/// What is there may be in use: nobody is told to delete it.
error taken(std::string_view noun, std::string_view name, std::string_view hint) {
  return fail(errc::already_exists, std::string(noun) + ' ' + std::string(name) + " exists already",
              std::string(hint));
}

auto milliseconds(transports::duration time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).count();
}

/// What became of streams whose way was lost.
json describe_fates(const stream_group& streams, transports::time_point now) {
  const auto& fates = streams.fates();
  const auto since = streams.detached_since();
  json by = json::object();
  for (std::size_t i = 0; i < stream_end_names.size(); ++i)
    if (fates.lost_by[i] > 0) by[std::string(stream_end_names[i])] = fates.lost_by[i];
  return {{"streams_detached", streams.detached()},
          {"detached_for_ms", since ? milliseconds(now - *since) : 0},
          {"streams_resumed", fates.resumed},
          {"streams_lost", fates.lost},
          {"streams_lost_by", std::move(by)},
          {"resent_bytes", fates.resent},
          {"kept_bytes", streams.kept()},
          {"longest_detached_ms", milliseconds(fates.longest)}};
}

// -- inlets -------------------------------------------------------------------------

class inlets final : public resource {
public:
  inlets(const identities& who, std::shared_ptr<stream_table> all, filter_makers& filters)
      : who_(who), node_(who.node()), all_(std::move(all)), filters_(filters) {}

  result<json> list() const override {
    auto out = json::array();
    for (const auto& one : open_) out.push_back(describe(*one.object));
    return out;
  }
  result<json> show(std::string_view alias) const override {
    const auto at = find(alias);
    if (at == open_.end()) return not_found(noun, alias);
    return describe(*at->object);
  }
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view alias) override {
    const auto at = find(alias);
    if (at == open_.end()) return not_found(noun, alias);
    auto gone = describe(*at->object);
    at->object->close();
    open_.erase(at);
    return gone;
  }
  void change(std::string_view alias, const json& fields, const answer&) override;
  void take_notebook(notebook notes) override { notes_ = std::move(notes); }
  void drain(std::function<void()> drained) override {
    for (const auto& one : open_) one.object->stop_listening();
    all_->drain(std::move(drained));
  }
  void give_up() override {
    for (const auto& one : open_) one.object->give_up();
  }
  void ask_again(const std::optional<wire::identifier>& whose) const {
    for (const auto& one : open_) one.object->ask_again(whose);
  }
  void bar(const wire::identifier& whose) const {
    for (const auto& one : open_) one.object->bar(whose);
  }

private:
  static constexpr std::string_view noun = "tcp-inlet";
  using entries = std::vector<pinned_ref<inlet>>;

  entries::const_iterator find(std::string_view alias) const {
    return std::find_if(open_.begin(), open_.end(),
                        [alias](const auto& one) { return one.object->wanted().alias == alias; });
  }
  json describe(const inlet& one) const {
    const auto& peer = one.way().peer();
    auto out = one.describe_routes();
    out.update({{"alias", one.wanted().alias},
                {"from", transports::to_string(one.bound())},
                {"to", describe_targets(one.wanted().to)},
                {"authorized", describe_trust(one.wanted().to.front().authorized)},
                {"peer_identifier", peer ? to_string(*peer) : ""},
                {"ends_at_project", peer && node_.access.is_project_node(*peer)},
                {"trusted_peer", one.trusted_peer() ? to_string(*one.trusted_peer()) : ""},
                {"stranger", one.stranger() ? to_string(*one.stranger()) : ""},
                {"encrypted", peer || is_sealed(one.wanted().to)},
                {"peer", peer ? to_string(*peer) : ""},
                {"peer_expected",
                 !one.wanted().to.front().authorized.everybody() || one.guard().needs_channel()},
                {"allow", one.guard().rule()},
                {"resume_for_ms", milliseconds(one.wanted().resume_for)},
                {"streams", one.streams()},
                {"clients_held", one.held()}});
    out.update(describe_fates(one.group(), node_.home.now()));
    return out;
  }
  /// Whether each of the routes has a channel; of one that leads to an encryptor it is not known
  /// before it is open.
  static bool is_sealed(const std::vector<route_request>& to) {
    return std::all_of(to.begin(), to.end(),
                       [](const route_request& each) { return has_channel(each.to); });
  }
  /// The field `to` as it was given: one text or several.
  static json describe_targets(const std::vector<route_request>& to) {
    if (to.size() == 1) return wire::to_string(to.front().to);
    auto out = json::array();
    for (const auto& each : to) out.push_back(wire::to_string(each.to));
    return out;
  }

  void start(inlet::settings, bool waits, const answer&);

  const identities& who_;
  channels::context& node_;
  std::shared_ptr<stream_table> all_;
  filter_makers& filters_;
  entries open_;
  notebook notes_;
};

void inlets::create(const json& fields, answer to) {
  constexpr std::size_t random_alias_size = 8;
  field_reader in{fields};
  const auto waits = !in.flag("no_connection_wait");
  inlet::settings wanted{in.text("alias", node_.random.address().substr(0, random_alias_size)),
                         in.endpoint("from"),
                         in.routes("to", waits ? config::route_timeout : transports::duration{}),
                         in.policy("allow"),
                         in.timeout(config::session_attempt_timeout),
                         in.flag("any_peer"),
                         in.identifier("trusted_peer")};
  wanted.resume_for = in.timeout(config::stream_patience, "resume_for_ms",
                                 config::stream_patience_max, std::chrono::milliseconds{0});
  const auto identity = in.text("identity", ""), filter = in.text("filter", "");
  if (!in.ok()) return to(in.failure());
  if (!filter.empty()) {
    auto made = filters_.extract(filter);
    if (made.empty()) return to(fail(errc::not_found, "filter: there is no " + filter));
    wanted.filter = std::move(made.mapped());
  }
  wanted.met = [this, alias = wanted.alias](const wire::identifier& who) {
    if (notes_.amend) notes_.amend(alias, {{"trusted_peer", to_string(who)}});
  };
  who_.find(identity, [this, wanted, waits, to](identities::found self) mutable {
    if (!self) return to(self.error());
    for (auto& each : wanted.to) each.self = *self;
    start(std::move(wanted), waits, to);
  });
}

void inlets::start(inlet::settings wanted, bool waits, const answer& to) {
  if (auto good = config::check_name(config::named::alias, wanted.alias); !good)
    return to(good.error());
  if (find(wanted.alias) != open_.end())
    return to(taken(noun, wanted.alias, "another ALIAS, or none for a random one"));
  auto listener = node_.net.listen(wanted.from);
  if (!listener) return to(listener.error());
  const auto self = std::make_shared<inlet*>(nullptr);
  const auto address = node_.random.address();
  std::function<void()> tried;
  if (waits) tried = [this, to, self] { to(describe(**self)); };
  pinned_ref<inlet> made{
      node_.home.spawn<inlet>(std::ref(node_), address, std::move(wanted), std::move(*listener),
                              std::make_shared<stream_group>(all_), std::move(tried))};
  *self = made.object;
  node_.workers.add(wire::local(address), made.actor, "inlet", transports::reach::who_learnt_it());
  open_.push_back(std::move(made));
  if (!waits) to(describe(*open_.back().object));
}

/// `{"trust": IDENTIFIER}`; null: whoever was at the end of a route the last time.
void inlets::change(std::string_view alias, const json& fields, const answer& to) {
  const auto at = find(alias);
  if (at == open_.end()) return to(not_found(noun, alias));
  field_reader in{fields};
  const auto given = in.identifier("trust");
  if (!in.ok()) return to(in.failure());
  const auto& one = *at->object;
  const auto& who = given ? given : one.stranger() ? one.stranger() : one.trusted_peer();
  if (!who)
    return to(fail(errc::invalid, "inlet " + std::string(alias) + " has met nobody yet",
                   "ockam tcp-inlet trust " + std::string(alias) + " IDENTIFIER"));
  if (const auto trusted = at->object->trust(*who); !trusted) return to(trusted.error());
  to(describe(one));
}

// -- outlets ------------------------------------------------------------------------

class outlets final : public resource {
public:
  outlets(channels::context& node, std::shared_ptr<stream_table> all, const offers& offered)
      : node_(node), all_(std::move(all)), offered_(offered) {}

  result<json> list() const override {
    auto out = json::array();
    for (const auto& one : open_) out.push_back(describe(one));
    return out;
  }
  result<json> show(std::string_view name) const override {
    const auto at = find(name);
    if (at == open_.end()) return not_found(noun, name);
    return describe(*at);
  }
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view name) override {
    const auto at = find(name);
    if (at == open_.end()) return not_found(noun, name);
    auto gone = describe(*at);
    node_.workers.remove(wire::local(at->address));
    at->worker.object->close();
    open_.erase(at);
    return gone;
  }
  void drain(std::function<void()> drained) override { all_->drain(std::move(drained)); }
  void give_up() override {
    for (const auto& one : open_) one.worker.object->give_up();
  }
  void ask_again(const std::optional<wire::identifier>& whose) const {
    for (const auto& one : open_) one.worker.object->ask_again(whose);
  }
  void bar(const wire::identifier& whose) const {
    for (const auto& one : open_) one.worker.object->bar(whose);
  }
  bool take_lost(transports::message&);
  std::optional<wire::outlet_answer> asked_for(const transports::message&,
                                               std::string_view name) const;

private:
  bool admits_somewhere(const std::optional<wire::identifier>& peer, const std::string& name) const;

  static constexpr std::string_view noun = "tcp-outlet";
  struct entry {
    std::string alias, address;
    pinned_ref<outlet> worker;
  };
  using entries = std::vector<entry>;

  entries::const_iterator find(std::string_view name) const {
    const auto alias = std::find_if(open_.begin(), open_.end(),
                                    [name](const entry& one) { return one.alias == name; });
    if (alias != open_.end()) return alias;
    return std::find_if(open_.begin(), open_.end(),
                        [name](const entry& one) { return one.address == name; });
  }
  json describe(const entry& one) const {
    const auto& outlet = *one.worker.object;
    json out{{"alias", one.alias},
             {"address", one.address},
             {"to", transports::to_string(outlet.target())},
             {"connect_timeout_ms", milliseconds(outlet.patience())},
             {"authorized", describe_trust(outlet.authorized())},
             {"allow", outlet.guard().rule()},
             {"encrypted", !outlet.authorized().everybody() || outlet.guard().needs_channel()},
             {"refusal", outlet.refusal()},
             {"keep_for_ms", milliseconds(outlet.keep_for())},
             {"streams", outlet.streams()}};
    out.update(describe_fates(outlet.group(), node_.home.now()));
    if (outlet.guard().is_closed()) out["closed"] = node_.access.why_closed();
    return out;
  }

  path_watch& paths();

  channels::context& node_;
  std::shared_ptr<stream_table> all_;
  const offers& offered_;
  pinned_ref<path_watch> paths_; ///< from the first outlet on
  entries open_;
};

/// Only whoever came through a channel, or is on this machine, is told of outlets.
bool may_ask_for_outlets(const transports::message& m) {
  return m.peer || !m.entered || m.entered->about().loopback;
}

/// Whoever may use no outlet here learns nothing of which there are.
bool outlets::admits_somewhere(const std::optional<wire::identifier>& peer,
                               const std::string& name) const {
  const channels::access_guard usual(node_.access, channels::resource_types::tcp_outlet, name);
  return usual.admits(peer) || std::any_of(open_.begin(), open_.end(), [&](const entry& one) {
           return one.worker.object->admits(peer);
         });
}

bool outlets::take_lost(transports::message& m) {
  if (!m.entered && !m.peer) return false; // our own stream sees by itself that nobody is there
  if (!may_ask_for_outlets(m) || m.onward.size() != 1 || m.return_route.empty()) return false;
  const auto ping = wire::decode_portal(m.payload);
  if (!ping || ping->kind != wire::portal_kind::ping || !ping->capabilities) return false;
  const std::string name(m.onward.front().value);
  const auto why = admits_somewhere(m.peer, name) ? wire::portal_refusal::no_outlet
                                                  : wire::portal_refusal::not_allowed;
  config::log_limited("lost ping", config::log_level::warn,
                      "a client asked for outlet " + name + ", which is not here");
  node_.workers.route(
      transports::reply_to(m, transports::slice::copy_of(wire::encode_disconnect(why))));
  return true;
}

/// Workers that come with a node, which are no outlets for sure.
bool is_of_every_node(std::string_view kind) {
  constexpr std::array kinds{
      "echo", "hop", "uppercase", "authority service", "relay service", "secure channel listener"};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// What is no outlet may be a program's own, or lead to one: of that nothing is known.
std::optional<wire::outlet_answer> outlets::asked_for(const transports::message& m,
                                                      std::string_view name) const {
  using enum wire::portal_refusal;
  if (!may_ask_for_outlets(m)) return {};
  const auto there = node_.workers.find(wire::local(name));
  if (const auto* const one = dynamic_cast<const outlet*>(there.here()))
    return one->admits(m.peer) ? wire::outlet_answer{} : wire::outlet_answer{not_allowed};
  if (!admits_somewhere(m.peer, std::string(name))) return wire::outlet_answer{not_allowed};
  if (there.open() && !is_of_every_node(there.kind())) return {};
  return wire::outlet_answer{no_outlet};
}

path_watch& outlets::paths() {
  if (!paths_.object) {
    const auto address = node_.random.address();
    paths_ = pinned_ref<path_watch>(node_.home.spawn<path_watch>(std::ref(node_), address));
    node_.workers.add(wire::local(address), paths_.actor, "path watch",
                      transports::reach::who_learnt_it());
  }
  return *paths_.object;
}

void outlets::create(const json& fields, answer to) {
  field_reader in{fields};
  const auto address = in.text("address");
  const auto target = in.endpoint("to");
  const auto alias = in.text("alias", address);
  const auto names_itself = in.has("alias");
  const auto authorized = in.trust("authorized");
  auto allow = in.policy("allow");
  const auto patience =
      in.timeout(config::connect_timeout, "connect_timeout_ms", config::pong_timeout);
  const auto keep_for = in.timeout(config::stream_keep, "keep_for_ms", config::stream_patience_max,
                                   std::chrono::milliseconds{0});
  if (!in.ok()) return to(in.failure());
  if (auto good = config::check_name(config::named::alias, alias); !good && names_itself)
    return to(good.error());
  if (target.port == 0) return to(fail(errc::invalid, "to: nobody listens at port 0"));
  if (find(alias) != open_.end())
    return to(taken(noun, alias,
                    alias == address ? "another name: --from NAME" : "another name: --alias NAME"));
  if (const auto free = check_new_address(node_.workers, address); !free) return to(free.error());
  const channels::access_guard gate(node_.access, channels::resource_types::tcp_outlet, address,
                                    std::move(allow), alias);
  pinned_ref<outlet> made{
      node_.home.spawn<outlet>(std::ref(node_), address, target, patience, authorized, gate,
                               std::make_shared<stream_group>(all_), std::ref(paths()), keep_for)};
  // The entry may outlive the outlet by a moment; the gate and the trust are the same.
  const auto asks_itself = [gate, by_name = !authorized.everybody()] {
    return by_name || gate.needs_channel();
  };
  node_.workers.add(wire::local(address), made.actor, "outlet", offered_.outlet(asks_itself));
  open_.push_back({alias, address, std::move(made)});
  to(describe(open_.back()));
}

} // namespace

portals make_portals(const identities& who, const offers& offered, filter_makers& filters) {
  const auto& most = who.node().limits;
  const auto all = std::make_shared<stream_table>(
      who.node().home, transports::descriptors_allowed(most[config::limit::streams]),
      stream_table::bounds{most[config::limit::streams_per_outlet],
                           most[config::limit::streams_per_source],
                           most[config::limit::streams_per_link]});
  all->keep_at_most(who.node().memory->max() / config::resend_share_divisor);
  auto near = std::make_unique<inlets>(who, all, filters);
  auto far = std::make_unique<outlets>(who.node(), all, offered);
  const auto ask_again = [in = near.get(),
                          out = far.get()](const std::optional<wire::identifier>& whose) {
    in->ask_again(whose);
    out->ask_again(whose);
  };
  who.node().give_up_streams = [all](const caf::actor& hop) { all->give_up(hop); };
  who.node().access.on_change([ask_again] { ask_again({}); });
  who.node().credentials.on_change(ask_again);
  who.node().credentials.on_end([in = near.get(), out = far.get()](const wire::identifier& whose) {
    in->bar(whose);
    out->bar(whose);
  });
  auto take_lost = [out = far.get()](transports::message& m) { return out->take_lost(m); };
  auto knows = [out = far.get()](const transports::message& m, std::string_view name) {
    return out->asked_for(m, name);
  };
  return {std::move(near), std::move(far), std::move(take_lost), std::move(knows)};
}

} // namespace ockam::actors
