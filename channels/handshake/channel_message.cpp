#include "channels/handshake/channel_message.hpp"

#include "wire/messages/frame.hpp"

namespace ockam::channels {

using wire::cbor_head_size;
using wire::cbor_major;

namespace {

constexpr std::uint64_t payload_variant = 0, refresh_variant = 1, close_variant = 2;
constexpr std::size_t payload_fields = 3, refresh_fields = 2;
/// [[0, [[ in front of the routes
constexpr std::array<std::uint8_t, 5> payload_start{0x82, 0x82, payload_variant, 0x81,
                                                    0x80 | payload_fields};

routed_payload take_payload(wire::cbor_reader& in, std::size_t hops_max,
                            std::size_t address_size_max) {
  routed_payload out;
  auto fields = in.array();
  in.require(fields);
  take_route(in, hops_max, address_size_max, out.onward);
  in.require(fields);
  take_route(in, hops_max, address_size_max, out.return_route);
  in.require(fields);
  out.payload = in.byte_string();
  in.finish(fields);
  return out;
}

refreshed_credentials take_refresh(wire::cbor_reader& in) {
  refreshed_credentials out;
  auto fields = in.array();
  in.require(fields);
  const auto history = in.rest();
  const auto start = in.position();
  in.skip();
  if (in.ok())
    out.history.assign(history.begin(),
                       history.begin() + static_cast<std::ptrdiff_t>(in.position() - start));
  in.require(fields);
  out.credentials = take_presented_credentials(in);
  in.finish(fields);
  return out;
}

std::uint8_t* write_route(std::uint8_t* out, const wire::route& r) {
  out = wire::write_cbor_head(out, cbor_major::array, r.size());
  return std::copy(r.items().begin(), r.items().end(), out);
}

} // namespace

result<channel_message> decode_channel_message(bytes_view plaintext, std::size_t hops_max,
                                               std::size_t address_size_max) {
  wire::cbor_reader in{plaintext};
  channel_message out;
  auto outer = in.array();
  in.require(outer);
  auto message = in.array();
  in.require(message);
  const auto variant = in.uint(close_variant);
  in.require(message);
  auto content = in.array();
  if (in.ok() && variant != close_variant) {
    in.require(content);
    if (variant == payload_variant)
      out = take_payload(in, hops_max, address_size_max);
    else
      out = take_refresh(in);
  } else {
    out = close_channel{};
  }
  in.finish(content);
  in.finish(message);
  in.require(outer);
  in.byte_string(); // padding
  in.finish(outer);
  if (!in.ok()) return malformed("channel message", in);
  return out;
}

std::size_t payload_head_size(const wire::route& onward, const wire::route& return_route,
                              std::size_t payload_size) {
  return payload_start.size() + cbor_head_size(onward.size()) + onward.items().size()
         + cbor_head_size(return_route.size()) + return_route.items().size()
         + cbor_head_size(payload_size);
}

void write_payload_head(std::uint8_t* out, const wire::route& onward,
                        const wire::route& return_route, std::size_t payload_size) {
  out = std::copy(payload_start.begin(), payload_start.end(), out);
  out = write_route(out, onward);
  out = write_route(out, return_route);
  wire::write_cbor_head(out, cbor_major::byte_string, payload_size);
}

bytes encode_refreshed_credentials(const identity& who,
                                   std::span<const presented_credential> credentials) {
  bytes out;
  wire::cbor_writer writer{out};
  writer.array(2);
  write_variant(writer, refresh_variant);
  writer.array(refresh_fields).raw(who.encode());
  write(writer, credentials);
  writer.byte_string({});
  return out;
}

bytes encode_close() {
  bytes out;
  wire::cbor_writer{out}.array(2).array(2).uint(close_variant).array(0).byte_string({});
  return out;
}

} // namespace ockam::channels
