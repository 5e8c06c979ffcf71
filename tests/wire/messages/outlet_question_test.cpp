#include "fixtures/vectors.hpp"
#include "wire/messages/outlet_question.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

const std::string token = "000102030405060708090a0b0c0d0e0f";

} // namespace

TEST_CASE("a ping asks for an outlet behind its token") {
  CHECK(to_hex(encode_outlet_question("web")) == "4f010003776562");
  const auto payload = hex(token + "4f010003776562");
  CHECK(decode_outlet_question(payload) == "web");
  CHECK_FALSE(asks_for_process(payload));
  CHECK_FALSE(decode_outlet_answer(bytes_view(payload).subspan(ping_token_size)));
}

TEST_CASE("a ping asks for the process besides") {
  CHECK(to_hex(encode_outlet_question("web", true)) == "4f010503776562");
  const auto payload = hex(token + "4f010503776562");
  CHECK(decode_outlet_question(payload) == "web");
  CHECK(asks_for_process(payload));
  CHECK_FALSE(asks_for_process(hex(token)));
  CHECK_FALSE(decode_outlet_answer(bytes_view(payload).subspan(ping_token_size)));
}

TEST_CASE("what is no question is a ping like any other") {
  for (const auto& text :
       {std::string(), std::string("01"), token, token + "4f", token + "4f0100", token + "4f010000",
        token + "4f01000477", token + "4f01000377656200", token + "4f020003776562",
        token + "4e010003776562", token + "4f010103776562", "4f010003776562" + token}) {
    CAPTURE(text);
    const auto payload = hex(text);
    CHECK_FALSE(decode_outlet_question(payload));
  }
}

TEST_CASE("a node answers that an outlet is there, is not, or is not for the asker") {
  const std::pair<outlet_answer, const char*> all[] = {
      {{portal_refusal::no_outlet}, "4f0101"},
      {{portal_refusal::not_allowed}, "4f0102"},
      {{}, "4f0103"},
      {{{}, true}, "4f0104"},
      {{{}, false, false, 7}, "4f01030700000000000000"},
      {{{}, true, false, 7}, "4f01040700000000000000"},
      {{{}, false, true, 7}, "4f01060700000000000000"}};
  for (const auto& [said, text] : all) {
    CHECK(to_hex(encode_outlet_answer(said)) == text);
    CHECK(decode_outlet_answer(hex(text)) == said);
  }
}

TEST_CASE("what is no answer says nothing of the outlet") {
  for (const auto* text : {"", "4f", "4f01", "4f0100", "4f0105", "4f0106", "4f01050700000000000000",
                           "4f010307000000", "4f0201", "4e0101", "4f010100"}) {
    CAPTURE(text);
    CHECK_FALSE(decode_outlet_answer(hex(text)));
  }
}
