#include "channels/identity/people.hpp"
#include "channels/membership/ticket.hpp"
#include "config/defaults.hpp"
#include "fixtures/authority.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const nlohmann::json& sample_ticket() { return authority_vectors().at("ticket"); }
const auto sample_text = sample_ticket().at("text").get<std::string>();

std::string hex_text(std::string_view text) { return wire::to_hex(wire::view_of(text)); }

std::vector<std::string> fields_of(const std::string& text) {
  std::vector<std::string> out(1);
  for (const auto c : text) c == ',' ? void(out.emplace_back()) : out.back().push_back(c);
  return out;
}

/// The sample_ticket with one field replaced.
std::string with_field(std::size_t number, const std::string& value) {
  auto fields = fields_of(sample_text);
  fields.at(number - 1) = value;
  std::string out;
  for (const auto& field : fields) out += (&field == &fields.front() ? "" : ",") + field;
  return out;
}

error refused(const std::string& text) {
  const auto t = parse_ticket(text);
  CAPTURE(text);
  REQUIRE_FALSE(t);
  CHECK(t.error().message.find(fields_of(sample_text)[3]) == std::string::npos);
  return t.error();
}

} // namespace

TEST_CASE("a ticket of the reference is read, and written the same") {
  const auto t = parse_ticket(sample_text);
  REQUIRE(t);
  CHECK(t->where.id == "proj1");
  CHECK(t->where.name == "proj1");
  CHECK(to_string(t->where.route) == "/dnsaddr/127.0.0.1/tcp/14802/service/proj1/service/api");
  CHECK(to_string(t->where.authority_route) == "/dnsaddr/127.0.0.1/tcp/14801/service/api");
  REQUIRE(t->where.node_history);
  CHECK(t->where.node_history->id() == t->where.node);
  CHECK(wire::to_hex(t->code.view()) == fields_of(sample_text)[3]);
  CHECK(to_text(*t) == sample_text);
}

TEST_CASE("a ticket in JSON is read, and written the same") {
  const auto t = parse_ticket(sample_ticket().at("json").dump(2));
  REQUIRE(t);
  CHECK(to_json(*t) == sample_ticket().at("json"));
  const auto again = parse_ticket(to_text(*t));
  REQUIRE(again);
  CHECK(to_json(*again) == sample_ticket().at("json"));
}

TEST_CASE("both forms are read as hexadecimal text, and with blanks around") {
  for (const auto& text : {sample_text, sample_ticket().at("json").dump()}) {
    const auto plain = parse_ticket(text);
    REQUIRE(plain);
    for (const auto& same :
         {hex_text(text), hex_text(text + "\n"), " \n" + text + "\r\n", hex_text(text) + "\n"}) {
      const auto t = parse_ticket(same);
      REQUIRE(t);
      CHECK(to_text(*t) == to_text(*plain));
    }
  }
}

TEST_CASE("a ticket that holds the project's JSON is read") {
  const nlohmann::json legacy{{"one_time_code", std::string(64, 'a')},
                              {"project", authority_vectors().at("project")}};
  for (const auto& text : {legacy.dump(), hex_text(legacy.dump())}) {
    const auto t = parse_ticket(text);
    REQUIRE(t);
    CHECK(t->where.id == "proj1");
    CHECK(wire::to_hex(t->code.view()) == std::string(64, 'a'));
  }
}

TEST_CASE("a malformed ticket is refused by the name of the part that is wrong") {
  const std::pair<std::string, const char*> all[] = {
      {"", "ticket: there is none"},
      {" \n", "ticket: there is none"},
      {hex_text("\n"), "ticket: there is none"},
      {"hello", "ticket: it has 7 fields with commas between them, not 1"},
      {sample_text + ",", "not 8"},
      {"{", "ticket: it starts as JSON and is not"},
      {"{}", "ticket: project_name: is missing"},
      {"{\"project_route\":1}", "ticket: project_route is not an object"},
      {"{\"project\":1}", "ticket: project.a project is a JSON object"},
      {with_field(1, "/nowhere"), "ticket: field 1, the project's route: is no route"},
      {with_field(1, "/dnsaddr/h/tcp/1"), "ticket: project id: is missing"},
      {with_field(1, "/dnsaddr/\xff/tcp/1/service/a"), "ticket: it is not text in UTF-8"},
      {with_field(2, "I12"), "ticket: field 2, the project's identifier: is no identifier"},
      {with_field(2, ""), "ticket: field 2, the project's identifier: is missing"},
      {with_field(3, ""), "ticket: field 3, the project's name: is missing"},
      {with_field(3, "a b"), "ticket: field 3, the project's name: is no name"},
      {with_field(4, "12"), "ticket: field 4, the one-time code: is not 64 hexadecimal digits"},
      {with_field(4, std::string(64, 'x')), "field 4, the one-time code"},
      {with_field(5, "12"), "ticket: field 5, the project's history: identity"},
      {with_field(6, ""), "ticket: field 6, the authority's history: is missing"},
      {with_field(6, "zz"), "ticket: field 6, the authority's history: an identity is hex"},
      {with_field(7, ""), "ticket: field 7, the authority's route: is missing"},
  };
  for (const auto& [text, why] : all) {
    const auto message = refused(text).message;
    CHECK_MESSAGE(message.find(why) != std::string::npos, message);
  }
  CHECK(refused(std::string(config::ticket_size_max + 1, 'a')).code == errc::limit);
}

TEST_CASE("a ticket whose project is another one's is refused") {
  const auto foreign = person(1).who;
  const auto wrong = refused(with_field(2, to_string(foreign.id())));
  CHECK(wrong.code == errc::denied);
  CHECK(wrong.message.find("field 5, the project's history: is that of") != std::string::npos);
  CHECK(refused(with_field(5, foreign.to_hex())).code == errc::denied);
  CHECK(parse_ticket(with_field(5, ""))); // older files have no history
}

TEST_CASE("secrets in the wrong place are not told") {
  const auto code = fields_of(sample_text)[3];
  for (std::size_t field = 1; field <= 7; ++field)
    if (field != 4) {
      const auto why = refused(with_field(field, code + "~"));
      CHECK((why.message + why.hint).find(code) == std::string::npos);
    }
}

TEST_CASE("every truncation and every flipped bit of a ticket is refused, or is another ticket") {
  const auto round_trip = [](const std::string& text) {
    const auto t = parse_ticket(text);
    if (!t) return;
    const auto again = parse_ticket(to_json(*t).dump());
    REQUIRE(again);
    CHECK(to_json(*again) == to_json(*t));
  };
  const auto json = sample_ticket().at("json").dump();
  for (const auto* text : {&sample_text, &json}) {
    for (std::size_t size = 0; size < text->size(); ++size) {
      if (text == &json) CHECK_FALSE(parse_ticket(text->substr(0, size)));
      round_trip(text->substr(0, size));
      auto flipped = *text;
      flipped[size] = static_cast<char>(flipped[size] ^ 1 << size % 7);
      round_trip(flipped);
    }
  }
}
