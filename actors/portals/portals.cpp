#include "actors/portals/portals.hpp"

#include "actors/control/fields.hpp"
#include "actors/portals/inlet.hpp"
#include "actors/portals/outlet.hpp"
#include "transports/work/held.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

using transports::held;

error not_found(std::string_view noun, std::string_view name) {
  return fail(errc::not_found, std::string(noun) + ' ' + std::string(name) + " not found",
              "ockam " + std::string(noun) + " list");
}

error taken(std::string_view noun, std::string_view name) {
  return fail(errc::already_exists, std::string(noun) + ' ' + std::string(name) + " exists already",
              "ockam " + std::string(noun) + " delete " + std::string(name));
}

/// Aliases stand in paths and in listings.
std::optional<error> check_alias(std::string_view alias) {
  if (alias.size() > config::address_size_max)
    return fail(errc::invalid,
                "alias: at most " + std::to_string(config::address_size_max) + " bytes");
  if (alias.find_first_of(":/") != std::string_view::npos)
    return fail(errc::invalid, "alias: must not contain ':' or '/'");
  return {};
}

// -- inlets -------------------------------------------------------------------------

class inlets final : public resource {
public:
  inlets(const identities& who, std::shared_ptr<stream_table> all)
      : who_(who), node_(who.node()), all_(std::move(all)) {}

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
  void drain(std::function<void()> drained) override {
    for (const auto& one : open_) one.object->stop_listening();
    all_->drain(std::move(drained));
  }
  void ask_again(const std::optional<wire::identifier>& whose) const {
    for (const auto& one : open_) one.object->ask_again(whose);
  }

private:
  static constexpr std::string_view noun = "tcp-inlet";
  using entries = std::vector<held<inlet>>;

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
                {"allow", one.guard().rule()},
                {"streams", one.streams()},
                {"streams_lost", one.streams_lost()},
                {"clients_held", one.held()}});
    return out;
  }
  /// As it was given: a text, or several.
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
  entries open_;
};

void inlets::create(const json& fields, answer to) {
  constexpr std::size_t random_alias_size = 8;
  field_reader in{fields};
  const auto waits = !in.flag("no_connection_wait");
  inlet::settings wanted{in.text("alias", node_.random.address().substr(0, random_alias_size)),
                         in.endpoint("from"),
                         in.routes("to", waits ? config::route_timeout : transports::duration{}),
                         in.policy("allow"), in.timeout(config::session_attempt_timeout)};
  const auto identity = in.text("identity", "");
  if (!in.ok()) return to(in.failure());
  who_.find(identity, [this, wanted, waits, to](identities::found self) mutable {
    if (!self) return to(self.error());
    for (auto& each : wanted.to) each.self = *self;
    start(std::move(wanted), waits, to);
  });
}

void inlets::start(inlet::settings wanted, bool waits, const answer& to) {
  if (const auto wrong = check_alias(wanted.alias)) return to(*wrong);
  if (find(wanted.alias) != open_.end()) return to(taken(noun, wanted.alias));
  auto listener = node_.net.listen(wanted.from);
  if (!listener) return to(listener.error());
  const auto self = std::make_shared<inlet*>(nullptr);
  const auto address = node_.random.address();
  std::function<void()> tried;
  if (waits) tried = [this, to, self] { to(describe(**self)); };
  held<inlet> made{node_.home.spawn<inlet>(std::ref(node_), address, std::move(wanted),
                                           std::move(*listener),
                                           std::make_shared<stream_group>(all_), std::move(tried))};
  *self = made.object;
  node_.workers.add(wire::local(address), made.actor, "inlet");
  open_.push_back(std::move(made));
  if (!waits) to(describe(*open_.back().object));
}

// -- outlets ------------------------------------------------------------------------

class outlets final : public resource {
public:
  outlets(channels::context& node, std::shared_ptr<stream_table> all)
      : node_(node), all_(std::move(all)) {}

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
  void ask_again(const std::optional<wire::identifier>& whose) const {
    for (const auto& one : open_) one.worker.object->ask_again(whose);
  }

private:
  static constexpr std::string_view noun = "tcp-outlet";
  struct entry {
    std::string alias, address;
    held<outlet> worker;
  };
  using entries = std::vector<entry>;

  entries::const_iterator find(std::string_view name) const {
    const auto alias = std::find_if(open_.begin(), open_.end(),
                                    [name](const entry& one) { return one.alias == name; });
    if (alias != open_.end()) return alias;
    return std::find_if(open_.begin(), open_.end(),
                        [name](const entry& one) { return one.address == name; });
  }
  static json describe(const entry& one) {
    return {{"alias", one.alias},
            {"address", one.address},
            {"to", transports::to_string(one.worker.object->target())},
            {"authorized", describe_trust(one.worker.object->authorized())},
            {"allow", one.worker.object->guard().rule()},
            {"refusal", one.worker.object->refusal()},
            {"streams", one.worker.object->streams()},
            {"streams_lost", one.worker.object->streams_lost()}};
  }

  path_watch& paths();

  channels::context& node_;
  std::shared_ptr<stream_table> all_;
  held<path_watch> paths_; ///< from the first outlet on
  entries open_;
};

path_watch& outlets::paths() {
  if (!paths_.object) {
    const auto address = node_.random.address();
    paths_ = held<path_watch>(node_.home.spawn<path_watch>(std::ref(node_), address));
    node_.workers.add(wire::local(address), paths_.actor, "path watch");
  }
  return *paths_.object;
}

void outlets::create(const json& fields, answer to) {
  field_reader in{fields};
  const auto address = in.text("address");
  const auto target = in.endpoint("to");
  const auto alias = in.text("alias", address);
  const auto authorized = in.trust("authorized");
  auto allow = in.policy("allow");
  if (!in.ok()) return to(in.failure());
  if (const auto wrong = check_alias(alias)) return to(*wrong);
  if (find(alias) != open_.end()) return to(taken(noun, alias));
  if (const auto free = check_new_address(node_.workers, address); !free) return to(free.error());
  const channels::guard gate(node_.access, channels::resource_types::tcp_outlet, address,
                             std::move(allow));
  held<outlet> made{node_.home.spawn<outlet>(std::ref(node_), address, target, authorized, gate,
                                             std::make_shared<stream_group>(all_),
                                             std::ref(paths()))};
  node_.workers.add(wire::local(address), made.actor, "outlet");
  open_.push_back({alias, address, std::move(made)});
  to(describe(open_.back()));
}

} // namespace

portals make_portals(const identities& who) {
  const auto all = std::make_shared<stream_table>(
      who.node().home, transports::descriptors_allowed(config::streams_max));
  auto near = std::make_unique<inlets>(who, all);
  auto far = std::make_unique<outlets>(who.node(), all);
  const auto ask_again = [in = near.get(),
                          out = far.get()](const std::optional<wire::identifier>& whose) {
    in->ask_again(whose);
    out->ask_again(whose);
  };
  who.node().access.on_change([ask_again] { ask_again({}); });
  who.node().credentials.on_change(ask_again);
  return {std::move(near), std::move(far)};
}

} // namespace ockam::actors
