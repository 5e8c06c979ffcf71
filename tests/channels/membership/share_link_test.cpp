#include "channels/identity/people.hpp"
#include "channels/membership/share_link.hpp"
#include "fixtures/authority.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

identifier made_up(std::uint8_t with) {
  identifier out;
  out.hash.fill(with);
  return out;
}

ticket_code code_of(std::uint8_t with) {
  std::array<std::uint8_t, 32> all;
  all.fill(with);
  return ticket_code{std::span<const std::uint8_t, 32>(all)};
}

share_link sample(std::string host = "203.0.113.10", std::uint16_t port = 4000) {
  return {std::move(host), port, code_of(1), start_of(made_up(2)), start_of(made_up(3))};
}

} // namespace

TEST_CASE("a share's link is short, and read as it was written") {
  const auto text = to_text(sample());
  CHECK(text.size() == 8 + 17 + 1 + 88);
  CHECK(text.starts_with("ockam://203.0.113.10:4000/AQEBAQEB"));
  const auto again = parse_share_link(" " + text + "\n");
  REQUIRE(again);
  CHECK(again->host == "203.0.113.10");
  CHECK(again->port == 4000);
  CHECK(std::ranges::equal(again->code.view(), code_of(1).view()));
  CHECK(again->authority == start_of(made_up(2)));
  CHECK(again->sharer == start_of(made_up(3)));
  CHECK(to_string(again->route()) == "/dnsaddr/203.0.113.10/tcp/4000/service/api");
}

TEST_CASE("a share's link leads to names and IPv6 addresses, too") {
  for (const std::string host : {"hub.example.net", "2001:db8::1", "localhost"}) {
    const auto again = parse_share_link(to_text(sample(host, 65535)));
    REQUIRE(again);
    CHECK(again->host == host);
    CHECK(again->port == 65535);
  }
  CHECK(to_text(sample("2001:db8::1")).starts_with("ockam://[2001:db8::1]:4000/"));
}

TEST_CASE("a link of which one letter was changed, lost or put in is refused, and tells no code") {
  const auto good = to_text(sample());
  const auto refused = [&](const std::string& text) {
    const auto link = parse_share_link(text);
    CAPTURE(text);
    REQUIRE_FALSE(link);
    CHECK(link.error().code == errc::invalid);
    CHECK(link.error().message.find(good.substr(26, 12)) == std::string::npos);
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto changed = good;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    refused(changed);
    refused(good.substr(0, at));
    refused(good.substr(0, at) + '5' + good.substr(at));
    refused(good.substr(0, at) + good.substr(at + 1));
  }
  for (const std::string bad :
       {"", "ockam://", "ockam:///", "http://203.0.113.10:4000/", "ockam://203.0.113.10/",
        "ockam://203.0.113.10:0/", "ockam://:4000/", "ockam://a b:4000/", "ockam://a:99999/"})
    refused(bad + good.substr(26));
}

TEST_CASE("a link is made of a ticket of a project whose node is its authority") {
  auto t = parse_ticket(authority_vectors().at("ticket").at("text").get<std::string>());
  REQUIRE(t);
  const auto apart = link_to(*t, made_up(3));
  REQUIRE_FALSE(apart);
  CHECK(apart.error().message.find("is another node than the project's") != std::string::npos);

  t->where.node = t->where.authority.id();
  const auto link = link_to(*t, made_up(3));
  REQUIRE(link);
  CHECK(to_text(*link).starts_with("ockam://127.0.0.1:14801/"));
  const auto project = project_of(*link, "guest-1", "proj1", t->where.authority);
  REQUIRE(project);
  CHECK(to_string(project->route) == "/dnsaddr/127.0.0.1/tcp/14801/service/proj1/service/api");
  CHECK(project->node == project->authority.id());
  CHECK(project->authority_route == link->route());
  CHECK_FALSE(project_of(*link, "guest-1", "a b", t->where.authority));

  t->where.authority_route = *wire::multiaddr::parse("/project/other/service/x/service/api");
  CHECK_FALSE(link_to(*t, made_up(3)));
}

TEST_CASE("what is shared stands in one attribute") {
  const share all{made_up(3), "share-web-17", "Ann Lee/Berlin"};
  const auto again = parse_share(to_text(all));
  REQUIRE(again);
  CHECK(again->sharer == all.sharer);
  CHECK(again->outlet == "share-web-17");
  CHECK(again->person == "Ann Lee/Berlin");
  CHECK(parse_share(to_text(share{made_up(3), "web", ""}))->person.empty());
  for (const std::string bad : {"", "/", "I12/web", "web"}) CHECK_FALSE(parse_share(bad));
  CHECK_FALSE(parse_share(to_string(made_up(3)) + "/"));
}
