#include "config/defaults.hpp"
#include "transports/bounds/link_admission.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>
#include <vector>

using namespace ockam;
using transports::endpoint;
using transports::link_admission;
using transports::link_refusals;

namespace {

/// Links that are only numbers.
struct numbered_links final : link_admission::links {
  using number = link_admission::number;
  explicit numbered_links(const std::vector<std::string>& limits = {}) {
    admission.set_limits(*config::limits::read(limits));
  }
  std::size_t count() const override { return open.size(); }
  bool in_use(number n) const override { return used.contains(n); }
  bool silent(number n) const override { return !spoke.contains(n); }
  void end(number n, std::string_view why) override {
    ended.push_back(n);
    why_last = why;
    admission.leaves(n);
    open.erase(n);
  }
  std::uint16_t random() override {
    ++throws;
    return dice;
  }

  /// 0: it was refused, and why_last says why.
  number connect(const std::string& source) {
    if (auto why = admission.why_not(source, *this); !why.empty()) {
      why_last = why;
      return 0;
    }
    open.insert(++last);
    admission.enters(last, source);
    return last;
  }
  void speak(number n) {
    spoke.insert(n);
    admission.speaks(n);
  }

  link_admission admission;
  std::set<number> open, spoke, used;
  std::vector<number> ended;
  std::string why_last;
  number last = 0;
  std::uint16_t dice = 65535; ///< never dropped early
  int throws = 0;
};

wire::identifier somebody(std::uint8_t byte) {
  wire::identifier out;
  out.hash.fill(byte);
  return out;
}

} // namespace

TEST_CASE("a source is an address, an IPv6 /64, or this machine") {
  const std::pair<const char*, const char*> cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"127.0.0.1", "loopback"},
      {"::1", "loopback"},
      {"::ffff:127.0.0.1", "loopback"},
      {"::ffff:192.0.2.1", "c0000201"},
      {"2001:db8:1:2:3:4:5:6", "20010db800010002/64"},
      {"2001:db8:1:2::ffff", "20010db800010002/64"},
      {"fe80::1%eth0", "fe80000000000000/64"},
  };
  for (const auto& [host, source] : cases) {
    CAPTURE(host);
    CHECK(link_admission::source_of(endpoint{host, 1}) == source);
  }
}

TEST_CASE("of a source that has too many the oldest silent one goes, and if all speak, none") {
  numbered_links links{{"links-per-source=2"}};
  const auto first = links.connect("a"), second = links.connect("a");
  links.speak(first);
  const auto third = links.connect("a");
  CHECK(third != 0);
  CHECK(links.ended == std::vector{second});
  links.speak(third);
  CHECK(links.connect("a") == 0);
  CHECK(links.why_last.find("from a,") != std::string::npos);
  CHECK(links.connect("b") != 0);
  CHECK(links.admission.refusals().silent == 1);
  CHECK(links.admission.refusals().among == 1);
  CHECK(links.admission.refusals().source == 1);
}

TEST_CASE("who has proven who it is is no stranger, and has a larger bound") {
  numbered_links links{{"links-per-source=1"}};
  for (std::size_t i = 0; i < config::proven_links_factor; ++i) {
    const auto one = links.connect("a");
    REQUIRE(one != 0);
    links.speak(one);
    links.admission.proves(one);
  }
  CHECK(links.admission.strangers() == 0);
  CHECK(links.connect("a") == 0);
  links.admission.leaves(1); // admitted: it is no guest any more
  CHECK(links.connect("a") != 0);
}

TEST_CASE(
    "from three quarters of all strangers on, chance decides, but not where a place is owed") {
  numbered_links links{{"unknown-links=100", "links-per-source=100"}};
  for (int i = 0; i < 75; ++i) REQUIRE(links.connect("a") != 0);
  CHECK(links.throws == 0);
  REQUIRE(links.connect("a") != 0);
  links.dice = 0;
  CHECK(links.connect("a") == 0);
  CHECK(links.admission.refusals().early == 1);
  const auto throws = links.throws;
  CHECK(links.connect("b") != 0); // the busiest source has so many more
  CHECK(links.throws == throws);
}

TEST_CASE("where there are too many strangers, the source with most gives way") {
  numbered_links links{{"unknown-links=64", "links-per-source=64"}};
  for (int i = 0; i < 64; ++i) {
    const auto one = links.connect("busy");
    REQUIRE(one != 0);
    links.speak(one);
  }
  SUBCASE("the newest idle one of it") {
    CHECK(links.connect("few") != 0);
    CHECK(links.ended == std::vector<link_admission::number>{64});
  }
  SUBCASE("what something leans on does not count as idle") {
    links.used.insert(64);
    CHECK(links.connect("few") != 0);
    CHECK(links.ended == std::vector<link_admission::number>{63});
  }
  CHECK(links.admission.refusals().crowd == 1);
  CHECK(links.admission.refusals().silent == 0);
}

TEST_CASE("an identity stands for its first links only, and for others when these are gone") {
  link_admission admission;
  for (std::size_t i = 0; i < config::proven_links_per_identity_max; ++i)
    CHECK(admission.stands_for_one_more(somebody(1)));
  CHECK_FALSE(admission.stands_for_one_more(somebody(1)));
  CHECK(admission.stands_for_one_more(somebody(2)));
  admission.stands_no_more(somebody(1));
  CHECK(admission.stands_for_one_more(somebody(1)));
}
