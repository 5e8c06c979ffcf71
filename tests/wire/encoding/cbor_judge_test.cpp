// The reader and the writer against libcbor: what one writes the other reads, and both refuse the
// same damaged input.
#include "wire/encoding/cbor.hpp"

#include <doctest/doctest.h>

#include <cbor.h>
#include <memory>
#include <random>

using namespace ockam;
using namespace ockam::wire;

namespace {

bool is_one_item(bytes_view data) {
  cbor_reader in{data};
  in.skip();
  return in.ok() && in.rest().empty();
}

struct free_item {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using oracle_item = std::unique_ptr<cbor_item_t, free_item>;

std::string text_of_string(std::string_view kind, bytes_view value) {
  return std::string(kind) += to_hex(value);
}

std::string text_of_number(std::uint64_t value) {
  return std::string("u") += std::to_string(value);
}

/// The item in words, as the oracle understands it. Pieces of a string are joined.
std::string describe(const cbor_item_t* item) {
  switch (cbor_typeof(item)) {
  case CBOR_TYPE_UINT: return text_of_number(cbor_get_int(item));
  case CBOR_TYPE_BYTESTRING:
    return text_of_string("b", {cbor_bytestring_handle(item), cbor_bytestring_length(item)});
  case CBOR_TYPE_STRING:
    return text_of_string("t", {cbor_string_handle(item), cbor_string_length(item)});
  case CBOR_TYPE_ARRAY: {
    std::string out = "[";
    for (std::size_t i = 0; i < cbor_array_size(item); ++i)
      out += describe(cbor_array_handle(item)[i]) + " ";
    return out + "]";
  }
  case CBOR_TYPE_MAP: {
    std::string out = "{";
    for (std::size_t i = 0; i < cbor_map_size(item); ++i) {
      const auto& pair = cbor_map_handle(item)[i];
      out += describe(pair.key) + ":" + describe(pair.value) + " ";
    }
    return out + "}";
  }
  default: return cbor_is_null(item) ? "null" : cbor_get_bool(item) ? "true" : "false";
  }
}

/// The item in words, as our reader understands it.
std::string describe(cbor_reader& in) {
  if (!in.ok() || in.rest().empty()) return "?";
  const auto first = in.rest().front();
  switch (first >> 5) {
  case 0: return text_of_number(in.uint());
  case 2: return text_of_string("b", in.byte_string());
  case 3: return text_of_string("t", view_of(in.text()));
  case 4: {
    std::string out = "[";
    for (auto elements = in.array(); in.next(elements);) out += describe(in) + " ";
    return out + "]";
  }
  case 5: {
    std::string out = "{";
    for (auto pairs = in.map(); in.next(pairs);) {
      out += describe(in) + ":";
      out += describe(in) + " ";
    }
    return out + "}";
  }
  default: break;
  }
  if (in.take_null()) return "null";
  return in.boolean() ? "true" : "false";
}

std::uint64_t random_number(std::mt19937_64& random) { return random() >> random() % 64; }

std::string random_text(std::mt19937_64& random) {
  return std::string(random() % 40, static_cast<char>('a' + random() % 26));
}

/// Any item, made by the oracle: numbers in any width, arrays and maps with and without a length.
cbor_item_t* random_oracle_item(std::mt19937_64& random, unsigned depth) {
  switch (random() % (depth == 0 ? 6 : 10)) {
  case 0: return cbor_build_uint64(random_number(random));
  case 1: return cbor_build_uint8(static_cast<std::uint8_t>(random()));
  case 2: return cbor_build_uint16(static_cast<std::uint16_t>(random()));
  case 3: {
    const auto value = random_text(random);
    return cbor_build_bytestring(view_of(value).data(), value.size());
  }
  case 4: {
    const auto value = random_text(random);
    return cbor_build_stringn(value.data(), value.size());
  }
  case 5: return random() % 2 ? cbor_new_null() : cbor_build_bool(random() % 2);
  case 6:
  case 7: {
    const auto count = random() % 5;
    auto* const out = random() % 2 ? cbor_new_indefinite_array() : cbor_new_definite_array(count);
    for (std::size_t i = 0; i < count; ++i)
      REQUIRE(cbor_array_push(out, cbor_move(random_oracle_item(random, depth - 1))));
    return out;
  }
  default: {
    const auto count = random() % 5;
    auto* const out = random() % 2 ? cbor_new_indefinite_map() : cbor_new_definite_map(count);
    for (std::size_t i = 0; i < count; ++i)
      REQUIRE(cbor_map_add(out, {cbor_move(random_oracle_item(random, depth - 1)),
                                 cbor_move(random_oracle_item(random, depth - 1))}));
    return out;
  }
  }
}

/// Any item that our writer can write.
void write_random_item(std::mt19937_64& random, cbor_writer& out, unsigned depth) {
  switch (random() % (depth == 0 ? 5 : 7)) {
  case 0: out.uint(random_number(random)); break;
  case 1: out.byte_string(view_of(random_text(random))); break;
  case 2: out.text(random_text(random)); break;
  case 3: out.boolean(random() % 2); break;
  case 4: out.null(); break;
  case 5: {
    const auto count = random() % 30;
    out.array(count);
    for (std::size_t i = 0; i < count; ++i) write_random_item(random, out, depth - 1);
    break;
  }
  default: {
    const auto count = random() % 5;
    out.map(count);
    for (std::size_t i = 0; i < 2 * count; ++i) write_random_item(random, out, depth - 1);
  }
  }
}

bytes serialize(const cbor_item_t* item) {
  unsigned char* buffer = nullptr;
  std::size_t capacity = 0;
  const auto size = cbor_serialize_alloc(item, &buffer, &capacity);
  REQUIRE(size > 0);
  bytes out(buffer, buffer + size);
  std::free(buffer); // NOLINT(cppcoreguidelines-no-malloc)
  return out;
}

} // namespace

TEST_CASE("what libcbor writes is read as what it is") {
  std::mt19937_64 random(1);
  for (auto round = 0; round < 3000; ++round) {
    const oracle_item item{random_oracle_item(random, 4)};
    const auto encoded = serialize(item.get());
    cbor_reader in{encoded};
    CHECK(describe(in) == describe(item.get()));
    CHECK(in.ok());
    CHECK(in.rest().empty());
    CHECK(is_one_item(encoded));
  }
}

TEST_CASE("libcbor reads what is written as what it is") {
  std::mt19937_64 random(2);
  for (auto round = 0; round < 3000; ++round) {
    bytes encoded;
    cbor_writer out{encoded};
    write_random_item(random, out, 3);
    cbor_load_result loaded{};
    const oracle_item item{cbor_load(encoded.data(), encoded.size(), &loaded)};
    REQUIRE(item);
    CHECK(loaded.read == encoded.size());
    cbor_reader in{encoded};
    CHECK(describe(in) == describe(item.get()));
  }
}

TEST_CASE("random bytes are an item for us exactly if they are one for libcbor") {
  // Left out is where we differ on purpose or libcbor does not go: tags and simple values
  // without a name, lengths that it would allocate, maps that end after a key, text that is not
  // UTF-8.
  const auto comparable = [](std::uint8_t byte) {
    const auto unnamed =
        (byte >= 0xc6 && byte <= 0xd4) || (byte >= 0xe0 && byte <= 0xf3) || byte == 0xf8;
    const auto huge = (byte & 0xdf) == 0x9a || (byte & 0xdf) == 0x9b;
    const auto text = byte >> 5 == 3;
    return !unnamed && !huge && !text && byte != 0xbf;
  };
  std::mt19937_64 random(3);
  std::size_t accepted = 0;
  for (auto round = 0; round < 200000; ++round) {
    bytes input(random() % 12);
    for (auto& byte : input) {
      do {
        byte = static_cast<std::uint8_t>(random());
      } while (!comparable(byte));
    }
    cbor_load_result loaded{};
    cbor_item_t* const item = cbor_load(input.data(), input.size(), &loaded);
    const oracle_item owner{item};
    cbor_reader in{input};
    in.skip();
    CAPTURE(to_hex(input));
    REQUIRE(in.ok() == (item != nullptr));
    if (item == nullptr) continue;
    CHECK(in.position() == loaded.read);
    ++accepted;
  }
  CHECK(accepted > 50000);
}
