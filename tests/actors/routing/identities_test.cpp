#include "actors/routing/identities.hpp"
#include "actors/test_identities.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using actors::identities;

namespace {

struct identified_node : simulation {
  /// Whom `name` means, or the error; empty as long as there is no answer.
  std::shared_ptr<std::string> find(const identities& who, const std::string& name) {
    const auto out = std::make_shared<std::string>();
    who.find(name, [out](const identities::found& self) {
      *out = !self ? self.error().message : *self ? to_string((**self).who().id()) : "nobody";
    });
    return out;
  }
  channel_node node{*this, "n", 1};
};

} // namespace

TEST_CASE_FIXTURE(identified_node, "without a name a node is who it is") {
  const identities who{node.with, person_called};
  CHECK(*find(who, "") == name_of(1));
  node.with.self = nullptr;
  CHECK(*find(who, "") == "nobody");
}

TEST_CASE_FIXTURE(identified_node, "a name is looked up elsewhere, and the answer comes home") {
  std::size_t loads = 0;
  const identities who{node.with, [&](const std::string& name) {
                         ++loads;
                         return person_called(name);
                       }};
  const auto three = find(who, "3"), nobody = find(who, "x");
  CHECK(loads == 0); // the reactor has not waited for it
  CHECK(*three == "");
  settle();
  CHECK(loads == 2);
  CHECK(*three == name_of(3));
  CHECK(*nobody == "identity x not found");
}

TEST_CASE_FIXTURE(identified_node, "a node without a vault knows nobody by name") {
  CHECK(*find({node.with, nullptr}, "3") == "identity 3 not found: this node has no vault");
}

TEST_CASE_FIXTURE(identified_node, "an answer for a node that has ended is not given") {
  const identities who{node.with, person_called};
  const auto three = find(who, "3");
  end(*node.home);
  settle();
  CHECK(*three == "");
}
