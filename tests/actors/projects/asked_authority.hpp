// An authority with an enroller from the start, one that was let in, and a member.
#pragma once
#include "actors/projects/authority_world.hpp"
#include "fixtures/authority.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

using wire::api_status;

using answer_of_book = actors::authority::outcome;

//   2 enroller from the start · 3 enroller, let in · 4 member · 5, 6 strangers
struct asked_authority {
  explicit asked_authority(const members_place& where)
      : here(where), book(where.make_authority(random)) {
    auto store = here.open();
    REQUIRE(store.put_member({id_of(3), enroller_role, now - 9, id_of(2)}));
    REQUIRE(store.put_member({id_of(4), {{"ockam-relay", "b"}}, now - 8, id_of(2)}));
  }

  answer_of_book ask(std::uint8_t who, const wire::authority_request& what) {
    const auto request = wire::encode(what, 7);
    return book->answer(wire::service_of(what), id_of(who), request, time);
  }
  /// The message of a refusal; empty if there is none.
  std::string refusal(std::uint8_t who, const wire::authority_request& what) {
    const auto out = ask(who, what);
    if (out.status == api_status::ok) return {};
    CHECK(out.status == api_status::forbidden);
    CHECK(out.gone.empty());
    const auto request = wire::encode(what, 7);
    const auto why = wire::decode_api_error(*out.body);
    REQUIRE(why);
    CHECK(why->path == request.path);
    CHECK(why->method == request.method);
    return why->message.value();
  }
  std::array<std::uint8_t, 32> ticket(std::uint8_t who, wire::create_ticket wanted = {}) {
    const auto out = ask(who, wanted);
    REQUIRE(out.status == api_status::ok);
    std::array<std::uint8_t, 32> code{};
    std::ranges::copy(*wire::decode_one_time_code(*out.body), code.begin());
    return code;
  }
  result<channels::credential> credential_of(std::uint8_t who) {
    const auto out = ask(who, wire::issue_credential{});
    if (out.status != api_status::ok) return fail(errc::denied, "none");
    wire::cbor_reader in{*out.body};
    const auto shown = channels::take_presented_credential(in);
    REQUIRE(in.ok());
    return verify(shown, person(1).who, id_of(who), time);
  }
  std::string last_note() {
    book->write_notes(time, true);
    return here.audited().front();
  }

  static constexpr std::int64_t now = tests::now;
  const members_place& here;
  seeded_randomness random;
  channels::timestamp time = tests::now;
  std::shared_ptr<actors::authority> book;
};

template <class Test>
void ask_both(Test test) {
  on_both_stores([&](const members_place& here) {
    asked_authority world{here};
    test(world);
  });
}

inline const wire::attribute_map plain{{"role", "x"}};

} // namespace ockam::tests
