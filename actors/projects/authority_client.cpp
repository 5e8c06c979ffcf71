#include "actors/projects/authority_client.hpp"

#include "actors/routing/error_text.hpp"
#include "actors/routing/route_plan.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace ockam::actors {

namespace {

using wire::api_status;

errc kind_of(std::optional<api_status> status) {
  if (!status) return errc::protocol;
  switch (*status) {
  case api_status::unauthorized:
  case api_status::forbidden: return errc::denied;
  case api_status::not_found:
  case api_status::method_not_allowed:
  case api_status::not_implemented: return errc::not_found;
  case api_status::conflict: return errc::already_exists;
  case api_status::bad_request: return errc::invalid;
  case api_status::timeout: return errc::timed_out;
  default: return errc::unavailable;
  }
}

/// What the answer to a request says, in the authority's own words where it has some.
result<wire::bytes> read_answer(const std::string& project, wire::api_response&& said) {
  if (said.status == api_status::ok) return std::move(said.body).value_or(wire::bytes{});
  const auto why = said.body ? wire::decode_api_error(*said.body) : result(wire::api_error{});
  auto text = "the authority of project " + project + " says: ";
  if (why && why->message)
    text += *why->message;
  else
    text += "status " + std::to_string(said.status ? static_cast<int>(*said.status) : 0);
  return fail(kind_of(said.status), std::move(text));
}

} // namespace

authority_client::authority_client(caf::actor_config& cfg, channels::context& node,
                                   std::string address, place where)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      place_(std::move(where)),
      deadline_(*this, [this] { expire(); }) {}

caf::actor authority_client::start(channels::context& node, place where) {
  const auto address = node.random.address();
  auto started = node.home.spawn<authority_client>(std::ref(node), address, std::move(where));
  node.workers.add(wire::local(address), started, "authority client",
                   transports::reach::who_learnt_it());
  return started;
}

void authority_client::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (!way_ || gone.source != way_->first_hop().address()) return;
    const auto why = fail(errc::unavailable, lost_way(*way_, "the authority's answer"));
    way_.reset();
    answer_all(why);
  });
  started_ = true;
  go_on(); // begins with what was asked before
}

void authority_client::on_exit() {
  waiting_.clear();
  opening_.reset();
  way_.reset();
}

// -- requests -----------------------------------------------------------------------

void authority_client::ask(const wire::authority_request& what, answer to,
                           transports::duration timeout) {
  if (waiting_.size() == config::authority_questions_max)
    return say(to, fail(errc::limit,
                        "too many requests wait for the authority of project " + place_.name));
  const auto number = free_number();
  waiting_.emplace(number, request{std::string(wire::name_of(wire::service_of(what))),
                                   wire::encode(wire::encode(what, number)), std::move(to),
                                   home().now() + timeout});
  if (!started_) return;
  home().post([this, kept = caf::actor_cast<caf::actor>(this)] { run([this] { go_on(); }); });
}

std::uint32_t authority_client::free_number() {
  std::uint32_t number = 0;
  while (number == 0 || waiting_.contains(number)) {
    std::array<std::uint8_t, sizeof number> random;
    node_.random.fill(random);
    std::memcpy(&number, random.data(), random.size());
  }
  return number;
}

void authority_client::go_on() {
  arm();
  if (waiting_.empty()) return;
  if (!way_) return open();
  for (auto& [number, each] : waiting_)
    if (!std::exchange(each.sent, true)) send(each);
}

void authority_client::send(const request& what) {
  auto onward = way_->onward();
  onward.push_back(wire::local(what.service));
  write_to(std::move(onward), transports::slice::copy_of(what.payload));
}

void authority_client::deliver(transports::message&& m) {
  if (!way_ || !way_->answers(m.peer)) return; // somebody guessed our address
  auto said = wire::decode_api_response(m.payload);
  if (!said) return;
  const auto asked = waiting_.find(said->re);
  if (asked == waiting_.end()) return; // the answer comes too late
  const auto to = std::move(asked->second.to);
  waiting_.erase(asked);
  arm();
  say(to, read_answer(place_.name, std::move(*said)));
}

void authority_client::say(const answer& to, result<wire::bytes> what) {
  home().post([to, what = std::move(what)] { to(what); });
}

/// Arms the timer for the request that has to be answered first.
void authority_client::arm() {
  if (waiting_.empty()) return deadline_.disarm();
  const auto first =
      std::min_element(waiting_.begin(), waiting_.end(), [](const auto& a, const auto& b) {
        return a.second.deadline < b.second.deadline;
      });
  deadline_.arm(std::max<transports::duration>(first->second.deadline - home().now(), {}));
}

void authority_client::expire() {
  const auto now = home().now();
  std::erase_if(waiting_, [&](const auto& numbered) {
    const auto& each = numbered.second;
    if (each.deadline > now) return false;
    say(each.to, fail(errc::timed_out, "the authority of project " + place_.name + " at "
                                           + wire::to_string(place_.route) + " did not answer as "
                                           + each.service));
    return true;
  });
  give_up_way(); // who is at its end may be dead behind a relay
  go_on();
}

// -- the way there --------------------------------------------------------------------

void authority_client::open() {
  if (opening_) return;
  auto route = with_channel(place_.route);
  if (!route) return answer_all(route.error());
  route_request wanted{std::move(*route), config::route_timeout, place_.who, place_.self};
  opening_ = open_route(channels_, std::move(wanted), [this](result<route_handle> made) {
    run([&] { take_route(std::move(made)); });
  });
}

void authority_client::take_route(result<route_handle> made) {
  opening_.reset();
  if (!made) {
    auto why = made.error();
    if (why.code == errc::denied) why.code = errc::unavailable; // only the authority denies
    why.message = "the authority of project " + place_.name + ": " + why.message;
    return answer_all(why);
  }
  way_ = std::move(*made);
  watch(way_->first_hop());
  go_on();
}

void authority_client::give_up_way() {
  if (!way_) return;
  unwatch(way_->first_hop());
  way_.reset();
  for (auto& [number, each] : waiting_) each.sent = false;
}

void authority_client::answer_all(const error& why) {
  for (const auto& [number, each] : std::exchange(waiting_, {})) say(each.to, why);
  arm();
}

} // namespace ockam::actors
