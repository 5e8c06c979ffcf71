#include "channels/crypto/keys.hpp"
#include "channels/crypto/symmetric_state.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

TEST_CASE("before there is a key, data travels in clear and is mixed in all the same") {
  symmetric_state one, two;
  bytes sent, received;
  one.encrypt_and_hash(bytes{1, 2}, sent);
  CHECK(sent == bytes{1, 2});
  REQUIRE(two.decrypt_and_hash(sent, received));
  CHECK(received == bytes{1, 2});
  one.mix_key(key_of(1));
  two.mix_key(key_of(1));
  sent.clear();
  received.clear();
  one.encrypt_and_hash(bytes{3}, sent);
  CHECK(sent.size() == 1 + aead_tag_size);
  REQUIRE(two.decrypt_and_hash(sent, received));
  CHECK(received == bytes{3});
  CHECK(one.split().first == two.split().first);
  CHECK(one.split().second == two.split().second);
}

TEST_CASE("whoever mixed in something else cannot read") {
  symmetric_state one, two, three;
  one.mix_hash(bytes{1});
  two.mix_hash(bytes{2});
  three.mix_hash(bytes{1});
  for (auto* s : {&one, &two}) s->mix_key(key_of(1));
  three.mix_key(key_of(2));
  bytes sent, received;
  one.encrypt_and_hash(bytes{9}, sent);
  CHECK_FALSE(two.decrypt_and_hash(sent, received));
  CHECK_FALSE(three.decrypt_and_hash(sent, received));
}

TEST_CASE("each message under a key has a nonce of its own") {
  symmetric_state one, two;
  for (auto* s : {&one, &two}) s->mix_key(key_of(1));
  bytes first, second, received;
  one.encrypt_and_hash({}, first);
  one.encrypt_and_hash({}, second);
  CHECK(first != second);
  CHECK(two.decrypt_and_hash(first, received));
  CHECK(two.decrypt_and_hash(second, received));
}

TEST_CASE("what is shorter than a tag is refused") {
  symmetric_state state;
  state.mix_key(key_of(1));
  bytes received;
  CHECK_FALSE(state.decrypt_and_hash(bytes(15, 0), received));
}
