#include "actors/portal_ends/inlets.hpp"

#include "actors/control/values.hpp"
#include "actors/portal_ends/stream_text.hpp"
#include "actors/portals/last_streams.hpp"
#include "actors/routing/route_plan.hpp"
#include "config/spec/questions.hpp"
#include "config/text/name.hpp"
#include "transports/reactor/async_work.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

error no_inlet(std::string_view alias) {
  return ockam::not_found("tcp-inlet", std::string(alias), "ockam tcp-inlet list");
}

/// Whether each of the routes has a channel; of one that leads to an encryptor it is not known
/// before it is open.
bool is_sealed(const std::vector<route_request>& to) {
  return std::all_of(to.begin(), to.end(),
                     [](const route_request& each) { return has_channel(each.to); });
}

/// The field `to` as it was given: one text or several.
json describe_targets(const std::vector<route_request>& to) {
  if (to.size() == 1) return wire::to_string(to.front().to);
  auto out = json::array();
  for (const auto& each : to) out.push_back(wire::to_string(each.to));
  return out;
}

} // namespace

inlets::entries::const_iterator inlets::find(std::string_view alias) const {
  return std::find_if(open_.begin(), open_.end(),
                      [alias](const auto& one) { return one.object->wanted().alias == alias; });
}

json inlets::describe(const inlet& one) const {
  const auto& peer = one.way().peer();
  auto out = one.describe_routes();
  out.update({{"alias", one.wanted().alias},
              {"from", transports::to_string(one.bound())},
              {"to", describe_targets(one.wanted().to)},
              {"authorized", describe_allowed(one.wanted().to.front().authorized)},
              {"peer_identifier", peer ? to_string(*peer) : ""},
              {"ends_at_project", peer && node_.access.is_project_node(*peer)},
              {"trusted_peer", one.trusted_peer() ? to_string(*one.trusted_peer()) : ""},
              {"stranger", one.stranger() ? to_string(*one.stranger()) : ""},
              {"encrypted", peer || is_sealed(one.wanted().to)},
              {"peer", peer ? to_string(*peer) : ""},
              {"peer_expected",
               !one.wanted().to.front().authorized.everybody() || one.guard().needs_channel()},
              {"allow", one.guard().rule()},
              {"resume_for_ms", milliseconds_of(one.wanted().resume_for)},
              {"worker_address", std::string(one.address().value)},
              {"tls_cert", ""},
              {"tls_key", ""},
              {"streams", one.streams()},
              {"clients_held", one.held()}});
  out.update(describe_fates(one.group(), node_.home.now()));
  if (const auto* const shown = one.certificate())
    out.update({{"tls_cert", shown->files.certificate.string()},
                {"tls_key", shown->files.key.string()},
                {"tls_expires_at", shown->now->expires_at()}});
  return out;
}

result<json> inlets::list() const {
  auto out = json::array();
  for (const auto& one : open_) out.push_back(describe(*one.object));
  return out;
}

result<json> inlets::show(std::string_view alias) const {
  const auto at = find(alias);
  if (at == open_.end()) return no_inlet(alias);
  return describe(*at->object);
}

/// Settings without who opens the routes. A filter is taken out of those that the program has made.
result<inlet::settings> inlets::settings_of(const config::tcp_inlet& wanted) {
  constexpr std::size_t random_alias_size = 8;
  const auto waits = !wanted.no_connection_wait;
  const auto first = waits ? transports::duration(config::route_timeout) : transports::duration{};
  OCKAM_TRY(from, transports::endpoint::parse(wanted.from));
  OCKAM_TRY(to, routes_of(wanted.to, time_or(wanted.timeout, first), wanted.authorized));
  OCKAM_TRY(allow, policy_of(wanted.allow));
  inlet::settings out{wanted.alias.empty() ? node_.random.address().substr(0, random_alias_size)
                                           : wanted.alias,
                      std::move(from),
                      std::move(to),
                      std::move(allow),
                      time_or(wanted.timeout, config::session_attempt_timeout),
                      wanted.any_peer};
  if (!wanted.trusted_peer.empty())
    out.trusted_peer = *wire::identifier::parse(wanted.trusted_peer);
  out.resume_for = time_or(wanted.resume_for, config::stream_patience);
  out.met = [this, alias = out.alias](const wire::identifier& who) {
    if (notes_.amend) notes_.amend(alias, {{"trusted_peer", to_string(who)}});
  };
  if (wanted.filter.empty()) return out;
  auto made = filters_.extract(wanted.filter);
  if (made.empty()) return fail(errc::not_found, "filter: there is no " + wanted.filter);
  out.filter = std::move(made.mapped());
  return out;
}

void inlets::create(const config::tcp_inlet& wanted, const answer& to) {
  auto settings = settings_of(wanted);
  if (!settings) return to(settings.error());
  if (wanted.tls_cert.empty()) return find_identity(std::move(*settings), wanted, to);
  transports::work_beside(
      node_.home,
      [files = transports::tls_context::server{wanted.tls_cert, wanted.tls_key}] {
        return read_certificate::from(files);
      },
      [this, settings = std::move(*settings), wanted, to](result<read_certificate> read) mutable {
        if (!read) return to(read.error());
        settings.certificate = std::move(*read);
        find_identity(std::move(settings), wanted, to);
      });
}

void inlets::find_identity(inlet::settings settings, const config::tcp_inlet& wanted,
                           const answer& to) {
  who_.find(wanted.identity,
            [this, settings = std::move(settings), waits = !wanted.no_connection_wait,
             to](const identities::found& self) mutable {
              if (!self) return to(self.error());
              for (auto& each : settings.to) each.self = *self;
              start(std::move(settings), waits, to);
            });
}

void inlets::start(inlet::settings wanted, bool waits, const answer& to) {
  if (auto good = config::check_name(config::named::alias, wanted.alias); !good)
    return to(good.error());
  if (find(wanted.alias) != open_.end())
    return to(name_is_taken("tcp-inlet", wanted.alias, "another ALIAS, or none for a random one"));
  auto listener = node_.net.listen(wanted.from);
  if (!listener) return to(listener.error());
  const auto self = std::make_shared<inlet*>(nullptr);
  stream_label about{config::stream_entry::side::inlet, wanted.alias,
                     wire::to_string(wanted.to.front().to)};
  const auto address = node_.random.address();
  std::function<void()> tried;
  if (waits) tried = [this, to, self] { to(describe(**self)); };
  transports::pinned_ref<inlet> made{node_.home.spawn<inlet>(
      std::ref(node_), address, std::move(wanted), std::move(*listener),
      std::make_shared<stream_group>(all_, std::move(about)), std::move(tried))};
  *self = made.object;
  node_.workers.add(wire::local(address), made.actor, "inlet", transports::reach::who_learnt_it());
  open_.push_back(std::move(made));
  if (!waits) to(describe(*open_.back().object));
}

result<json> inlets::remove(std::string_view alias) {
  const auto at = find(alias);
  if (at == open_.end()) return no_inlet(alias);
  auto gone = describe(*at->object);
  at->object->close();
  open_.erase(at);
  return gone;
}

void inlets::change(std::string_view alias, const json& fields, const answer& to) {
  const auto at = find(alias);
  if (at == open_.end()) return to(no_inlet(alias));
  config::kept_peer wanted;
  if (auto read = config::read_body(wanted, fields); !read) return to(read.error());
  auto& one = *at->object;
  auto who = one.stranger() ? one.stranger() : one.trusted_peer();
  if (!wanted.trust.empty()) who = *wire::identifier::parse(wanted.trust);
  if (!who)
    return to(fail(errc::invalid, "inlet " + std::string(alias) + " has met nobody yet",
                   "ockam tcp-inlet trust " + std::string(alias) + " IDENTIFIER"));
  if (const auto trusted = one.trust(*who); !trusted) return to(trusted.error());
  to(describe(one));
}

void inlets::drain(std::function<void()> drained) {
  for (const auto& one : open_) one.object->stop_listening();
  all_->drain(std::move(drained));
}

void inlets::leave(std::function<void()> left) {
  for (const auto& one : open_) one.object->stop_accepting();
  node_.home.spawn<last_streams>(all_, std::move(left)); // those of outlets, too
}

void inlets::give_up() {
  for (const auto& one : open_) one.object->give_up();
}

void inlets::ask_again(const std::optional<wire::identifier>& whose) const {
  for (const auto& one : open_) one.object->ask_again(whose);
}

void inlets::bar(const wire::identifier& whose) const {
  for (const auto& one : open_) one.object->bar(whose);
}

} // namespace ockam::actors
