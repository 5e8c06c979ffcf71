// Every vector of the families `simple` and `tcp_capture` is decoded and, where the bytes are in
// the form that we write, encoded again to the same bytes. Formats that are no part of the product
// (legacy messages, UDP datagrams, authority bodies) are read with the primitive codecs.
#include "wire/recoders.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::wire;
using ockam::tests::check_damage;
using ockam::tests::hex;
using ockam::tests::hex_of;
using ockam::tests::recode_function;

TEST_CASE("vectors: addresses") {
  for (const auto& v : simple().at("addresses")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("cbor")), recode_cbor_address);
    check_vector(hex_of(v.at("bare")), recode_bare_address);

    const auto encoded = hex_of(v.at("bare"));
    bare_reader in{encoded};
    const auto a = take_bare_address(in);
    CHECK(to_string(a) == text);
    if (is_utf8(view_of(a.value))) CHECK(*address::parse(text) == a);
  }
}

TEST_CASE("vectors: routes") {
  for (const auto& v : simple().at("routes")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("cbor")), recode_cbor_route);
    check_vector(hex_of(v.at("bare")), recode_bare_route);

    const auto encoded = hex_of(v.at("cbor"));
    cbor_reader in{encoded};
    route r;
    take_route(in, no_limit, no_limit, r);
    CHECK(to_string(r) == text);
    if (!text.empty()) CHECK(*route::parse(text) == r);
  }
}

TEST_CASE("vectors: frames") {
  for (const auto& v : simple().at("tcp_frames_redeclared_struct")) {
    const auto vector = hex_of(v.at("frame"));
    CAPTURE(v.at("frame"));
    check_vector(vector, recode_frame);

    const auto f = decode_frame(bytes_view(vector).subspan(frame_length_size), no_limit, no_limit);
    REQUIRE(f);
    CHECK(to_string(f->onward) == v.at("onward").get<std::string>());
    CHECK(to_string(f->return_route) == v.at("return").get<std::string>());
    CHECK(to_hex(f->payload) == v.at("payload").get<std::string>());
    CHECK(f->tracing.has_value() == !v.at("tracing").is_null());
    if (f->tracing) CHECK(*f->tracing == v.at("tracing").get<std::string>());
  }
}

TEST_CASE("vectors: a captured TCP connection") {
  std::map<std::string, bytes> streams;
  for (const auto& segment : tests::vectors().at("tcp_capture").at("segments")) {
    const auto part = hex_of(segment.at("bytes"));
    auto& stream = streams[segment.at("dir").get<std::string>()];
    stream.insert(stream.end(), part.begin(), part.end());
  }
  REQUIRE(streams.size() == 2);
  for (const auto& [direction, stream] : streams) {
    CAPTURE(direction);
    CHECK(stream.at(0) == protocol_version);
    check_vector(bytes(stream.begin() + 1, stream.end()), recode_frame);
    const auto body = bytes_view(stream).subspan(1 + frame_length_size);
    const auto f = decode_frame(body, no_limit, no_limit);
    REQUIRE(f);
    CHECK(*decode_text(f->payload)
          == tests::text_in(tests::vectors().at("tcp_capture").at("reply")));
  }
}

TEST_CASE("vectors: legacy transport messages") {
  const auto& v = simple().at("legacy_bare_transport_message");
  CHECK(v.size() == 2);
  for (const auto& message : v) check_vector(hex_of(message), recode_legacy_message);
}

TEST_CASE("vectors: texts") {
  for (const auto& v : simple().at("bare_strings")) {
    check_vector(hex_of(v.at("bare")), recode_text);
    CHECK(to_hex(encode_text(v.at("text").get<std::string>())) == tests::text_in(v.at("bare")));
  }
  const auto& long_one = simple().at("bare_string_200");
  check_vector(hex_of(long_one.at("bare")), recode_text);
  CHECK(decode_text(hex_of(long_one.at("bare")))->size() == long_one.at("len"));
}

TEST_CASE("vectors: portal messages") {
  // The names that begin with `decode` hold what the reference makes of bytes that it never writes.
  std::size_t decoded = 0;
  for (const auto& [name, v] : simple().at("portal_messages").items()) {
    CAPTURE(name);
    if (!name.starts_with("decode")) {
      check_vector(hex_of(v), recode_portal);
      continue;
    }
    auto input = hex("030568656c6c6f"); // hello
    auto tail_text = name.substr(name.find("hello") + 5);
    std::erase(tail_text, ' ');
    const auto tail = hex(tail_text);
    input.insert(input.end(), tail.begin(), tail.end());
    const auto m = decode_portal(input);
    REQUIRE(m);
    CHECK(text_of(m->payload) == "hello");
    const auto counter = m->counter ? "Some(" + std::to_string(*m->counter) + ")" : "None";
    CHECK(v == "Ok(Payload([104, 101, 108, 108, 111], " + counter + "))");
    check_damage(input, recode_portal);
    ++decoded;
  }
  CHECK(decoded == 3);
}

TEST_CASE("vectors: api requests, responses and errors") {
  for (const auto& [name, v] : simple().at("api").items()) {
    CAPTURE(name);
    const auto recode = name.starts_with("request")    ? recode_request
                        : name.starts_with("response") ? recode_response
                                                       : recode_api_error;
    check_vector(hex_of(v), recode);
  }
}

TEST_CASE("vectors: session pings") {
  for (const auto& [name, v] : simple().at("session_ping_cbor_u64").items()) {
    check_vector(hex_of(v), recode_number);
    const auto encoded = hex_of(v);
    CHECK(cbor_reader{encoded}.uint() == std::stoull(name, nullptr, 0));
  }
}

TEST_CASE("vectors: a UDP datagram") {
  check_vector(hex_of(simple().at("udp_datagram_redeclared")), recode_datagram);
}

TEST_CASE("vectors: bodies for the authority") {
  const auto& v = simple().at("authority_bodies_redeclared");
  CHECK(v.size() == 4);
  for (const auto& [name, body] : v.items()) {
    CAPTURE(name);
    const auto recode = name.starts_with("one_time_code") ? recode_one_time_code
                        : name == "add_member"            ? recode_member
                                                          : recode_token_request;
    check_vector(hex_of(body), recode);
  }
}

TEST_CASE("vectors: multiaddr") {
  for (const auto& v : simple().at("multiaddr")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("bytes")), recode_multiaddr);
    const auto m = multiaddr::parse(text);
    REQUIRE(m);
    CHECK(to_string(*m) == text);
    CHECK(to_hex(m->encode()) == tests::text_in(v.at("bytes")));
    CHECK(*multiaddr::decode(hex_of(v.at("bytes"))) == *m);
  }
}

TEST_CASE("vectors: no family of the simple ones is left out") {
  const std::vector<std::string> tested{"addresses",
                                        "api",
                                        "authority_bodies_redeclared",
                                        "bare_string_200",
                                        "bare_strings",
                                        "legacy_bare_transport_message",
                                        "multiaddr",
                                        "portal_messages",
                                        "routes",
                                        "session_ping_cbor_u64",
                                        "tcp_frames_redeclared_struct",
                                        "udp_datagram_redeclared"};
  std::vector<std::string> present;
  for (const auto& family : simple().items()) present.push_back(family.key());
  CHECK(present == tested);
}
