// Records of a channel in any order, and what they hold.
#include "channels/handshake/channel_message.hpp"
#include "channels/handshake/cipher_state.hpp"
#include "config/defaults.hpp"
#include "person.hpp"

#include <map>
#include <set>

using namespace ockam;
using namespace ockam::channels;
using fuzz::require;

namespace {

bool message(bytes_view data) {
  const auto read = decode_channel_message(data, config::route_hops_max, config::address_size_max);
  const auto* const first = read ? std::get_if<routed_payload>(&*read) : nullptr;
  if (first == nullptr) return false;
  const auto payload = first->payload;
  bytes again(payload_head_size(first->onward, first->return_route, payload.size()));
  write_payload_head(again.data(), first->onward, first->return_route, payload.size());
  again.insert(again.end(), payload.begin(), payload.end());
  again.insert(again.end(), payload_tail.begin(), payload_tail.end());
  const auto second =
      decode_channel_message(again, config::route_hops_max, config::address_size_max);
  const auto& routed = std::get<routed_payload>(*second);
  require(routed.onward == first->onward && routed.return_route == first->return_route);
  require(wire::text_of(routed.payload) == wire::text_of(payload));
  return true;
}

/// A stranger's record changes nothing.
bool record(bytes_view data) {
  sealer out(fuzz::key_of(3));
  opener in(fuzz::key_of(3));
  bytes forged(data.begin(), data.end());
  require(!in.open(forged));
  bytes genuine(record_head_size + data.size() + record_tail_size);
  std::copy(data.begin(), data.end(), genuine.begin() + record_head_size);
  require(out.seal(genuine));
  const auto opened = in.open(genuine);
  require(opened && wire::text_of(opened->plaintext) == wire::text_of(data));
  return true;
}

/// Records of a sealer come in any order, twice, damaged, cut, or under another nonce: none is
/// opened twice, and what is opened is what was sealed. Returns whether a key changed.
bool records(bytes_view data) {
  fuzz::choices from{data};
  sealer out(fuzz::key_of(3));
  opener in(fuzz::key_of(3));
  std::map<std::uint64_t, bytes> sealed;
  std::set<std::uint64_t> opened;
  for (std::uint64_t next = 0; !from.none() && next < 400;) {
    const auto what = from.below(8);
    if (what < 4) { // so many more
      for (auto more = what == 3 ? 33u : 1u + from.below(3); more-- > 0; ++next) {
        bytes one(record_head_size + 4 + record_tail_size, static_cast<std::uint8_t>(next));
        require(out.seal(one));
        sealed.emplace(next, std::move(one));
      }
      continue;
    }
    const auto back = from.below(70);
    const auto at = sealed.find(next > back ? next - 1 - back : 0);
    if (at == sealed.end()) continue;
    auto one = at->second;
    const auto damaged = what == 7;
    if (what == 6) one.resize(from.below(one.size())); // too short to be any record
    if (damaged) one[from.below(one.size())] ^= static_cast<std::uint8_t>(1u << from.below(8));
    const auto read = in.open(one);
    if (!read) continue;
    require(what < 6 && read->nonce == at->first && opened.insert(at->first).second);
    const bytes content(4, static_cast<std::uint8_t>(at->first));
    require(
        std::equal(content.begin(), content.end(), read->plaintext.begin(), read->plaintext.end()));
  }
  return !opened.empty() && *opened.rbegin() >= rekey_interval;
}

constexpr fuzz::parser all[] = {
    {"message", message, fuzz::shape::cbor}, {"record", record}, {"records", records}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
