#include "actors/projects/authority_client.hpp"
#include "actors/projects/played_authority.hpp"
#include "transports/work/pinned_ref.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::authority_service;

namespace {

//   a ---- auth:1
struct asking_world : simulation {
  using answered = std::shared_ptr<std::optional<result<wire::bytes>>>;
  answered ask(duration limit = 5s) {
    const auto out = std::make_shared<std::optional<result<wire::bytes>>>();
    client.object->ask(
        wire::list_member_ids{}, [out](auto what) { *out = std::move(what); }, limit);
    CHECK_FALSE(*out); // never from inside
    return out;
  }
  void serve(played_service::play what) {
    auth.serve(authority_service::direct_authenticator, std::move(what));
  }
  static const error& why(const answered& what) {
    REQUIRE(*what);
    REQUIRE_FALSE(**what);
    return (*what)->error();
  }

  played_authority auth{*this};
  channel_node a{*this, "a", 1};
  transports::pinned_ref<actors::authority_client> client{actors::authority_client::start(
      a.with, {"p", auth.project().authority_route, channels::allow_list{{auth.self.who.id()}},
               a.with.self})};
};

} // namespace

TEST_CASE_FIXTURE(asking_world, "several requests use one channel, and each gets its answer") {
  std::uint8_t count = 0;
  serve([&](const wire::identifier& who, const wire::api_request& request) {
    CHECK(who == person(1).who.id());
    CHECK(request.path == "/member_ids");
    return auth.ok({++count});
  });
  const auto first = ask(), second = ask();
  settle();
  const auto third = ask();
  settle();
  REQUIRE((*first && *second && *third));
  CHECK(**third.get()->operator->() == wire::bytes{3});
  CHECK(auth.channels.size() == 1);
}

TEST_CASE_FIXTURE(asking_world, "a refusal has the authority's words and its kind") {
  std::optional<wire::api_status> status;
  serve([&](const wire::identifier&, const wire::api_request&) {
    return wire::api_response{0, 0, status, wire::encode(wire::api_error{{}, {}, "No"})};
  });
  const std::pair<wire::api_status, errc> all[] = {
      {wire::api_status::forbidden, errc::denied},
      {wire::api_status::unauthorized, errc::denied},
      {wire::api_status::not_found, errc::not_found},
      {wire::api_status::conflict, errc::already_exists},
      {wire::api_status::bad_request, errc::invalid},
      {wire::api_status::timeout, errc::timed_out},
      {wire::api_status::internal_error, errc::unavailable}};
  for (const auto& [said, kind] : all) {
    status = said;
    const auto answer = ask();
    settle();
    CHECK(why(answer).code == kind);
    CHECK(why(answer).message == "the authority of project p says: No");
  }
}

TEST_CASE_FIXTURE(asking_world, "an answer to another request, or of another sender, is none") {
  serve([](const wire::identifier&, const wire::api_request&) { return wire::api_response{}; });
  const auto answer = ask();
  settle();
  advance(6s);
  CHECK(why(answer).code == errc::timed_out);
  CHECK(why(answer).message
        == "the authority of project p at /dnsaddr/auth/tcp/1/service/api did not answer as "
           "direct_authenticator");
}

TEST_CASE_FIXTURE(asking_world, "a channel that ends is said at once, and the next one is opened") {
  bool silent = true;
  serve([&](const wire::identifier&, const wire::api_request&) {
    return silent ? wire::api_response{} : auth.ok({});
  });
  const auto lost = ask();
  settle();
  net.cut("a", "auth");
  settle();
  CHECK(why(lost).code == errc::unavailable);
  silent = false;
  const auto next = ask();
  settle();
  REQUIRE(*next);
  CHECK(**next);
}

TEST_CASE_FIXTURE(asking_world, "as many requests wait as are allowed, and no more") {
  net.black_hole("auth");
  for (std::size_t i = 0; i < config::authority_questions_max; ++i) ask();
  const auto one_more = ask();
  settle();
  CHECK(why(one_more).code == errc::limit);
}
