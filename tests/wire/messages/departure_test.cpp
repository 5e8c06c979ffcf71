#include "fixtures/vectors.hpp"
#include "wire/messages/departure.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

using kind = departure_notice::kind;

const std::pair<departure_notice, std::string> both[] = {{{kind::leaves, 30}, "4f01011e00"},
                                                         {{kind::leaves, 0xfffe}, "4f0101feff"},
                                                         {{kind::unneeded, 0}, "4f0102"}};

} // namespace

TEST_CASE("a node that goes says when, and its neighbour that it needs the link no more") {
  for (const auto& [said, text] : both) {
    CHECK(to_hex(encode_departure(said)) == text);
    CHECK(decode_departure(hex(text)) == said);
  }
}

TEST_CASE("what later versions put behind a notice is left alone") {
  for (const auto& [said, text] : both) CHECK(decode_departure(hex(text + "00ff")) == said);
}

TEST_CASE("a notice that is cut anywhere says nothing") {
  for (const auto& [said, text] : both) {
    const auto whole = hex(text);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(decode_departure(bytes_view(whole).first(size)));
    }
  }
}

TEST_CASE("other heartbeats are no notices") {
  for (const auto* text : {"", "00", "4f", "4e01011e00", "4f02011e00", "4f0100", "4f01001e00",
                           "4f01031e00", "4f01ff1e00", "6f636b616d3a2061666172"}) {
    CAPTURE(text);
    CHECK_FALSE(decode_departure(hex(text)));
  }
}
