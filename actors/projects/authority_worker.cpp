#include "actors/projects/authority_worker.hpp"

#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>
#include <cassert>

namespace ockam::actors {

namespace {

using wire::api_status;

/// REQUIRES: there is one of that name.
wire::authority_service service_called(std::string_view name) {
  const auto& all = wire::authority_services;
  const auto* const at = std::find_if(std::begin(all), std::end(all), [name](auto service) {
    return wire::name_of(service) == name;
  });
  assert(at != std::end(all));
  return static_cast<wire::authority_service>(at - std::begin(all));
}

} // namespace

authority_worker::authority_worker(caf::actor_config& cfg, channels::context& node,
                                   const wire::identifier& who, member_book book)
    : worker(cfg), node_(node), who_(who), book_(std::move(book)), next_check_(*this, [this] {
        check_peers();
      }) {}

void authority_worker::on_start() {
  const auto me = caf::actor_cast<caf::weak_actor_ptr>(this);
  node_.credentials.on_change([this, me](const wire::identifier&) {
    const auto alive = me.lock();
    if (alive && !ended() && !next_check_.armed()) next_check_.arm(transports::duration(0));
  });
}

caf::message_handler authority_worker::control() {
  return {[this](authority_answer& a) { take(std::move(a)); },
          [this](const former_members& f) { revoke(f.who, "is no member of the project"); }};
}

/// As long as anybody is connected.
void authority_worker::check_peers() {
  known_members mine;
  for (const auto& peer : node_.credentials.peers()) {
    const auto* const standing = node_.credentials.find(peer);
    if (standing && standing->authority == who_) mine.who.push_back(peer);
  }
  if (mine.who.empty()) return;
  send(book_.actor(), std::move(mine));
  next_check_.arm(config::member_check_period);
}

void authority_worker::revoke(const std::vector<wire::identifier>& gone, std::string_view why) {
  for (const auto& who : gone) node_.credentials.revoke(who, why);
}

bool authority_worker::admit(const wire::identifier& caller) const {
  const auto of_caller = waiting_of_.find(caller);
  return waiting_.size() < config::authority_requests_max
         && (of_caller == waiting_of_.end()
             || of_caller->second < config::authority_requests_per_peer_max);
}

void authority_worker::deliver(transports::message&& m) {
  const auto too_long = m.payload.size() > config::authority_request_size_max;
  auto request = too_long ? result<wire::api_request>(fail(errc::limit, "the request is too long"))
                          : wire::decode_api_request(m.payload.view());
  if (!request) return refuse(m, {}, api_status::bad_request, request.error().message);
  if (!m.peer) return refuse(m, *request, api_status::bad_request, "secure channel required");
  if (!admit(*m.peer))
    return refuse(m, *request, api_status::internal_error, "too many requests wait");
  const auto service = service_called(m.onward.front().value);
  const auto number = ++last_;
  waiting_.emplace(number, waiting{*m.peer, std::move(m.return_route),
                                   std::string(wire::name_of(service)), request->id});
  ++waiting_of_[*m.peer];
  send(book_.actor(), number,
       authority_question{service, *m.peer, std::move(*request), node_.time.now()});
}

void authority_worker::take(authority_answer&& a) {
  const auto asked = waiting_.extract(a.number).mapped();
  const auto of_caller = waiting_of_.find(asked.caller);
  if (--of_caller->second == 0) waiting_of_.erase(of_caller);
  answer(asked.caller_route, asked.service, asked.request, a.outcome.status,
         std::move(a.outcome.body));
  revoke(a.outcome.gone, "was removed from the project's members");
}

void authority_worker::refuse(const transports::message& m, const wire::api_request& request,
                              api_status status, std::string why) {
  const auto service = m.onward.front().value;
  config::log_limited("authority " + why, config::log_level::warn,
                      "refused a request to " + std::string(service) + " from "
                          + wire::to_string(m.return_route) + ": " + why);
  const wire::api_error body{request.path.empty() ? std::nullopt : std::optional(request.path),
                             request.method, std::move(why)};
  answer(m.return_route, service, request.id, status, wire::encode(body));
}

void authority_worker::answer(const wire::route& to, std::string_view service,
                              std::uint32_t request, api_status status,
                              std::optional<wire::bytes> body) {
  wire::api_response response{0, request, status, std::move(body)};
  while (response.id == 0)
    node_.random.fill({reinterpret_cast<std::uint8_t*>(&response.id), sizeof response.id});
  transports::message m;
  m.onward = to;
  m.return_route.push_back(wire::local(service));
  m.payload = transports::slice::copy_of(wire::encode(response));
  node_.workers.route(std::move(m));
}

} // namespace ockam::actors
