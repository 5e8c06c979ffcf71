#include "channels/identity/identity.hpp"

#include "config/defaults.hpp"

#include <cassert>
#include <deque>
#include <optional>
#include <set>

namespace ockam::channels {

namespace {

error bad_identity(const char* why) { return fail(errc::denied, std::string("identity: ") + why); }

change signed_change(const change_data& data, const signing_key& key, const signing_key* previous) {
  change out;
  out.envelope = encode_envelope(envelope_kind::change, encode(data));
  const auto hash = out.hash();
  out.signed_by_key = key.sign(hash);
  if (previous) out.signed_by_previous_key = previous->sign(hash);
  return out;
}

/// Hashes of whole histories whose signatures held; the oldest one goes.
class held_histories {
public:
  bool has(const digest& hash) const { return known_.count(hash) > 0; }
  void keep(const digest& hash) {
    if (!known_.insert(hash).second) return;
    order_.push_back(hash);
    if (order_.size() <= config::histories_kept) return;
    known_.erase(order_.front());
    order_.pop_front();
  }

private:
  std::set<digest> known_;
  std::deque<digest> order_;
};
thread_local held_histories held_before;

} // namespace

identity identity::create(const signing_key& key, const validity& attestations) {
  identity out;
  const auto added =
      out.append(signed_change({{}, key.public_key(), false, attestations}, key, nullptr));
  assert(added);
  static_cast<void>(added);
  return out;
}

result<identity> identity::rotated(const signing_key& current, const signing_key& next,
                                   const validity& attestations,
                                   bool revoke_all_purpose_keys) const {
  if (current.public_key() != latest_.key)
    return fail(errc::invalid, "not the current key of " + to_string(id_));
  if (attestations.from < latest_.attestations.from)
    return fail(errc::invalid, "the validity of a new key must not start before the old one's");
  auto out = *this;
  const change_data data{latest_hash_, next.public_key(), revoke_all_purpose_keys, attestations};
  if (const auto added = out.append(signed_change(data, next, &current)); !added)
    return added.error();
  return out;
}

result<identity> identity::decode(bytes_view history, const condition& also) {
  wire::cbor_reader in{history};
  identity out;
  auto elements = in.array();
  while (in.next(elements)) {
    auto next = take_change(in);
    if (!in.ok()) break;
    if (const auto added = out.append(std::move(next)); !added) return added.error();
  }
  if (!in.ok()) return malformed("identity", in);
  if (out.changes_.empty()) return bad_identity("no change at all");
  if (also)
    if (const auto holds = also(out); !holds) return holds.error();
  const auto hash = sha256(out.encode());
  if (held_before.has(hash)) return out;
  if (const auto holds = out.check_signatures(); !holds) return holds.error();
  held_before.keep(hash);
  return out;
}

result<identity> identity::import(std::string_view hex) {
  bytes history;
  if (!wire::from_hex(hex, history))
    return fail(errc::invalid, "an identity is hexadecimal text, and this is not");
  return decode(history);
}

status identity::check_order(const change_data& data) const {
  if (changes_.empty())
    return data.previous ? status(bad_identity("the first change names a previous one"))
                         : status(done{});
  if (data.previous != latest_hash_)
    return bad_identity("a change does not name the one before it");
  if (data.attestations.from < latest_.attestations.from)
    return bad_identity("a change is older than the one before it");
  return done{};
}

status identity::append(change next) {
  if (changes_.size() == config::identity_changes_max)
    return fail(errc::limit, "identity: too many changes");
  OCKAM_TRY(content, decode_envelope(envelope_kind::change, next.envelope));
  OCKAM_TRY(data, decode_change_data(content));
  if (auto order = check_order(data); !order) return order;
  const auto hash = next.hash();
  if (changes_.empty()) id_ = {hash};
  latest_ = data;
  latest_hash_ = hash;
  changes_.push_back(std::move(next));
  return done{};
}

status identity::check_signatures() const {
  std::optional<public_key> previous;
  for (const auto& each : changes_) {
    const auto data = decode_change_data(*decode_envelope(envelope_kind::change, each.envelope));
    const auto hash = each.hash();
    if (previous
        && (!each.signed_by_previous_key || !verify(*previous, hash, *each.signed_by_previous_key)))
      return bad_identity("a change is not signed by the key before it");
    if (!verify(data->key, hash, each.signed_by_key))
      return bad_identity("a change is not signed by its key");
    previous = data->key;
  }
  return done{};
}

bytes identity::encode() const {
  bytes out;
  wire::cbor_writer writer{out};
  writer.array(changes_.size());
  for (const auto& c : changes_) write(writer, c);
  return out;
}

} // namespace ockam::channels
