#include "config/text/document.hpp"

#include <doctest/doctest.h>

using namespace ockam::config;
using shape = document_value::shape;

TEST_CASE("a document knows where each of its values stands") {
  const auto root = parse_document("# first\na:\n  - b\n  - c: 'd'\n");
  REQUIRE(root);
  REQUIRE(root->is == shape::map);
  const auto& [name, at, value] = root->members.front();
  CHECK(name == "a");
  CHECK(at.line == 2);
  CHECK(at.column == 1);
  REQUIRE(value.is == shape::list);
  CHECK(value.items[0].text == "b");
  CHECK(value.items[0].at.line == 3);
  CHECK(value.items[0].at.column == 5);
  const auto& inner = value.items[1].members.front();
  CHECK(inner.value.text == "d");
  CHECK(inner.value.quoted);
  CHECK(inner.at.line == 4);
}

TEST_CASE("nothing, null and ~ are nothing, and in quotes they are words") {
  const auto root = parse_document("{a: , b: null, c: ~, d: '', e: 'null'}");
  REQUIRE(root);
  for (std::size_t i : {0, 1, 2}) CHECK(root->members[i].value.is == shape::nothing);
  for (std::size_t i : {3, 4}) CHECK(root->members[i].value.is == shape::word);
  CHECK(parse_document("")->is == shape::nothing);
}

TEST_CASE("JSON is read, too") {
  const auto root = parse_document(R"({"a": ["x", 5, true], "b": {"c": "\u0041\n"}})");
  REQUIRE(root);
  CHECK(root->members[0].value.items.size() == 3);
  CHECK(root->members[1].value.members[0].value.text == "A\n");
}

TEST_CASE("an alias is a copy that stands where it is used") {
  const auto root = parse_document("a: &x { b: 1 }\nc: *x\n");
  REQUIRE(root);
  CHECK(root->members[1].value.members[0].name == "b");
  CHECK(root->members[1].value.at.line == 2);
}

TEST_CASE("a text that is no UTF-8 is refused where it stops to be") {
  const auto why = parse_document("a: \xc3\xbc\nb: rep\xe9rting\n");
  REQUIRE(!why);
  CHECK(why.error().message == "2:7: this is no UTF-8");
  CHECK(!parse_document("\xff\xfe"
                        "a\0:\0"));
  CHECK(parse_document("\xef\xbb\xbf"
                       "a: b")); // it may say that it is UTF-8
}
