#include "channels/policy/policy.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>

using namespace ockam;
using channels::policy;
using channels::policy_question;

namespace {

std::size_t allocations = 0;

} // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (auto* const out = std::malloc(size)) return out; // NOLINT(cppcoreguidelines-no-malloc)
  throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
  std::free(p);
} // NOLINT(cppcoreguidelines-no-malloc)
void operator delete(void* p, std::size_t) noexcept { ::operator delete(p); }

namespace {

using attribute_map = std::map<std::string, std::string>;

const std::string digits(64, '7');
const auto member = *wire::identifier::parse("I" + digits);
const attribute_map server{{"role", "server"},
                           {"web", "true"},
                           {"identifier", "me"},
                           {"ockam-relay", "a.b"},
                           {"binary", "\xff"}};

std::string printed(std::string_view text) {
  const auto p = policy::parse(text);
  return p ? to_string(*p) : p.error().message;
}

/// Whether the member, with these attributes, may.
bool allowed(std::string_view text, const attribute_map* attributes = &server) {
  const auto p = policy::parse(text);
  CAPTURE(text);
  REQUIRE(p);
  return p->allows({member, attributes, "outlet"});
}

} // namespace

TEST_CASE("a short policy without `or` and `not` means what the reference prints for it") {
  const auto me = "I" + digits;
  const std::pair<std::string, std::string> all[] = {
      {"a", R"((= subject.a "true"))"},
      {"a and b and c",
       R"((and (and (= subject.a "true") (= subject.b "true")) (= subject.c "true")))"},
      {"a=b", R"((= subject.a "b"))"},
      {"a=\"x y\"", R"((= subject.a "x y"))"},
      {"a=true", R"((= subject.a "true"))"},
      {"a=1", R"((= subject.a "1"))"},
      {"a=x-y.z_1", R"((= subject.a "x-y.z_1"))"},
      {"a.b=c", R"((= subject.a.b "c"))"},
      {me, "(= subject.identifier \"" + me + "\")"},
      {me + " or " + me,
       "(or (= subject.identifier \"" + me + "\") (= subject.identifier \"" + me + "\"))"},
      {"identifier=" + me, "(= subject.identifier \"" + me + "\")"},
      {"I1234", R"((= subject.I1234 "true"))"},
      {"order", R"((= subject.order "true"))"},
      {"subject.a", R"((= subject.subject.a "true"))"},
      {"true", R"((= subject.true "true"))"},
      {"(a)and(b)", R"((and (= subject.a "true") (= subject.b "true")))"},
  };
  for (const auto& [text, full] : all) {
    CHECK(printed(text) == full);
    CHECK(*policy::parse(text) == *policy::parse(full));
  }
}

TEST_CASE("behind `or` and `not` the full form asks first whether an attribute is there") {
  const std::string a = R"((and (exists? subject.a) (= subject.a "true")))",
                    b = R"((and (exists? subject.b) (= subject.b "x")))",
                    holds = "(= subject.has_credential true)";
  const std::pair<std::string, std::string> all[] = {
      {"a or b=x", "(or " + a + " " + b + ")"},
      {"not a", "(and " + holds + " (not " + a + "))"},
      {"not not a", "(and " + holds + " (not (and " + holds + " (not " + a + "))))"},
      {"(a or b=x) and c", "(and (or " + a + " " + b + R"() (= subject.c "true")))"},
      {"c and a=1 or b=x", R"((or (and (and (exists? subject.c) (= subject.c "true")) )"
                           R"((and (exists? subject.a) (= subject.a "1"))) )"
                               + b + ")"},
  };
  for (const auto& [text, full] : all) {
    CHECK(printed(text) == full);
    CHECK(*policy::parse(text) == *policy::parse(full));
  }
}

TEST_CASE("in the short form what somebody lacks is false, and in the full form the end") {
  const attribute_map dba{{"role", "dba"}}, user{{"pg", "yes"}}, guest{{"role", "guest"}}, none;
  const auto* const either = "pg=yes or role=dba";
  CHECK(allowed(either, &dba));
  CHECK(allowed(either, &user));
  CHECK_FALSE(allowed(either, &guest));
  CHECK_FALSE(allowed(either, &none));
  CHECK_FALSE(allowed(either, nullptr));
  const auto* const full = R"((or (= subject.pg "yes") (= subject.role "dba")))";
  CHECK(allowed(full, &user));
  CHECK_FALSE(allowed(full, &dba));
  CHECK(allowed("not role=guest", &dba));
  CHECK(allowed("not role=guest", &none));
  CHECK_FALSE(allowed("not role=guest", &guest));
  CHECK_FALSE(allowed("not role=guest", nullptr)); // lacks everything
  CHECK_FALSE(allowed("not not role=guest", nullptr));
  CHECK(allowed("not (pg=yes and role=dba)", &dba));
  CHECK(allowed("(pg=yes or role=dba) and not retired", &dba));
  CHECK_FALSE(allowed("(pg=yes or role=dba) and retired", &dba));
  CHECK(allowed("I" + digits + " or pg=yes", nullptr));
  CHECK_FALSE(allowed("not I" + digits, &dba));
  CHECK_FALSE(allowed("not I" + std::string(64, '8'), nullptr));
}

TEST_CASE("a policy tells which attributes somebody lacks") {
  const auto p = *policy::parse("(pg=yes or role=server) and pg=yes and team=a");
  CHECK(p.missing({member, &server, "outlet"}) == std::vector<std::string>{"pg", "team"});
  CHECK(p.missing({member, nullptr, "outlet"}) == std::vector<std::string>{"pg", "role", "team"});
  CHECK(policy::parse("web")->missing({member, &server, "outlet"}).empty());
}

TEST_CASE("a full policy is printed as the reference prints it") {
  for (
      const auto* text : {
          R"((= subject.department "sales"))",
          R"((if (= 1 1) true false))",
          R"((= 1 1500.0))",
          R"((< 1 2 3))",
          R"((> -9223372036854775808 9223372036854775807))",
          R"((member? subject.a ["x" "y"]))",
          R"((member? [1] [[1] [2]]))",
          R"((member? 1 []))",
          R"((exists? subject.a subject.b))",
          R"((!= 1 2))",
          R"((= () ()))",
          R"((= "a\"\\ é A" "é"))",
          R"((and (= subject.has_credential true) (or (= resource.id "outlet") (= action.id "x"))))",
      })
    CHECK(printed(text) == text);
  CHECK(printed(R"(= subject.a "x")") == R"((= subject.a "x"))");
  CHECK(printed("( =  1\n+5\t)") == "(= 1 5)");
  CHECK(printed("(= 1.0 1e20 .5e1)").starts_with("policy, column"));
  CHECK(*policy::parse("(= 0.1 1e300)") == *policy::parse(printed("(= 0.1 1e300)")));
  CHECK(printed(R"((= "\t\n\r\'\u{e9}\u{20ac}\u{1f600}\41\7f" "a"))")
        == "(= \"\\u{09}\\u{0a}\\u{0d}'é€😀A\\u{7f}\" \"a\")");
}

TEST_CASE("a member is allowed what the reference allows it") {
  for (const auto* text : {
           R"(role=server)",
           R"(role=server or nosuch)",
           R"(nosuch or role=server)",
           R"(not nosuch)",
           R"((= subject.has_credential true))",
           R"((exists? subject.role))",
           R"((exists? resource.id action.id subject.identifier))",
           R"((= resource.id "outlet"))",
           R"((= action.id "handle_message"))",
           R"((if (= subject.role "server") true false))",
           R"((if (= subject.role "client") false true))",
           R"((member? subject.role ["a" "server"]))",
           R"((member? [1] [[1] [2]]))",
           R"((= () ()))",
           R"((< 1 2 3))",
           R"((> 3 2))",
           R"((< "a" "b"))",
           R"((< [1 2] [1 3]))",
           R"((< [9] [1 1]))",
           R"((< false true))",
           R"((and (= 1 1) (< 1.0 2.0)))",
           R"((!= subject.role "x"))",
           R"((= true (= 1 1)))",
           R"((or (= 1 2) subject.has_credential))",
           R"((= [subject.role] ["server"]))",
           R"((not (exists? subject.nosuch)))",
           R"((or true subject.nosuch))",
           R"(web and not role=client)",
       })
    CHECK(allowed(text));
}

TEST_CASE("what is false or cannot be evaluated is denied, as by the reference") {
  for (const auto* text : {
           R"(role=client)",
           R"((or (= subject.nosuch "x") (= subject.role "server")))",
           R"((not (= subject.nosuch "x")))",
           R"((= subject.role resource.id))",
           R"((= 1 1.0))",
           R"((= "1" 1))",
           R"((member? 1 []))",
           R"((member? 1 ["a"]))",
           R"((member? "a" "a"))",
           R"((< true false))",
           R"((< 1 3 2))",
           R"((> 2 2))",
           R"((and true subject.role))",
           R"((if subject.role true true))",
           R"((not (= 1 "a")))",
           R"((not (= 1 2 subject.nosuch)))",
           R"((not (member? "a" [subject.nosuch])))",
           R"((not (= [1] ["a"])))",
           R"((if true () true))",
           R"((exists? subject.role subject.nosuch))",
           R"((not (= subject.binary "x")))",
           R"(has_credential)",
       })
    CHECK_FALSE(allowed(text));
}

TEST_CASE("who has no credential has no attributes") {
  CHECK_FALSE(allowed("web", nullptr));
  CHECK_FALSE(allowed("not web", nullptr));
  CHECK_FALSE(allowed("(= subject.has_credential true)", nullptr));
  CHECK(allowed("(= subject.has_credential false)", nullptr));
  CHECK(allowed("I" + digits, nullptr));
}

TEST_CASE("no attribute stands in for what is known otherwise") {
  const attribute_map forged{{"identifier", "I" + std::string(64, '8')}, {"has_credential", "x"}};
  CHECK(allowed("I" + digits, &forged));
  CHECK_FALSE(allowed("I" + std::string(64, '8'), &forged));
  CHECK(allowed("(= subject.has_credential true)", &forged));
}

TEST_CASE("asking a policy allocates nothing") {
  const auto p = policy::parse(
      R"((and (member? subject.role [subject.ockam-relay subject.role]) (exists? subject.web resource.id)
      (if (= subject.identifier "x") false true) (< [1 2] [1 3]) (not (= 1.5 2.5)) (!= "a" "b")))");
  REQUIRE(p);
  const policy_question asked{member, &server, "a resource with a rather long name"};
  const auto before = allocations;
  const auto may = p->allows(asked);
  CHECK(allocations == before);
  CHECK(may);
}
