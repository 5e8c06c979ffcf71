// The bytes of a link, cut into frames wherever the socket delivers: the same frames come out
// however it cuts, and no more bytes wait than came. The first byte of an input says how it is cut.
#include "config/defaults.hpp"
#include "fuzz.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/links/frame_reader.hpp"
#include "wire/messages/frame.hpp"

#include <algorithm>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;
using transports::frame_reader;

namespace {

struct outcome {
  std::vector<wire::bytes> frames;
  std::optional<std::size_t> oversized;
  std::size_t partial = 0;
  std::size_t decoded = 0;
};

/// A socket pair for the whole process: made once, because that is most of what a run costs.
struct wires {
  wires() {
    int ends[2];
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    near.reset(ends[0]), far.reset(ends[1]);
  }
  transports::descriptor near, far;
};

/// What comes out if the pieces have these sizes, again and again. Frames keep their slices until
/// the end, as links do while they send.
outcome cut(bytes_view data, bytes_view sizes) {
  wires pair;
  frame_reader in;
  outcome out;
  std::vector<transports::slice> kept;
  for (std::size_t at = 0, turn = 0; at < data.size(); ++turn) {
    const auto size = sizes.empty() ? data.size() : 1u + sizes[turn % sizes.size()];
    const auto piece = data.subspan(at, std::min<std::size_t>(size, data.size() - at));
    require(::write(pair.far.get(), piece.data(), piece.size()) == std::ssize(piece));
    require(in.read_from(pair.near.get()) == frame_reader::outcome::some);
    require(in.read_size() == piece.size());
    if (at == 0) static_cast<void>(in.take_first_byte());
    at += piece.size();
    while (auto frame = in.next()) {
      require(frame->headroom() >= wire::frame_length_size);
      kept.push_back(std::move(*frame));
    }
    require(in.partial() <= at);
    if (in.oversized()) break;
  }
  for (const auto& each : kept) {
    out.frames.emplace_back(each.view().begin(), each.view().end());
    if (wire::decode_frame(each, config::route_hops_max, config::address_size_max)) ++out.decoded;
  }
  out.oversized = in.oversized();
  out.partial = in.partial();
  return out;
}

/// As it is to be, said simply.
outcome expected(bytes_view data) {
  outcome out;
  for (data = data.subspan(1); data.size() >= wire::frame_length_size;) {
    std::size_t size = 0;
    for (auto i = 0; i < 4; ++i) size = size << 8u | data[i];
    if (size > config::frame_size_max) {
      out.oversized = size;
      return out;
    }
    if (data.size() < wire::frame_length_size + size) break;
    const auto body = data.subspan(wire::frame_length_size, size);
    out.frames.emplace_back(body.begin(), body.end());
    data = data.subspan(wire::frame_length_size + size);
  }
  out.partial = data.size();
  return out;
}

/// number of sizes, sizes..., then what comes.
bool pieces(bytes_view data) {
  fuzz::choices from{data};
  const auto sizes = from.some(from.below(8));
  const auto stream = from.rest();
  if (stream.empty()) return false;
  const auto must = expected(stream);
  const auto whole = cut(stream, {});
  for (const auto& one : {whole, cut(stream, sizes)}) {
    require(one.frames == must.frames);
    require(one.oversized == must.oversized);
    if (!one.oversized) require(one.partial == must.partial);
  }
  return whole.decoded > 0;
}

/// Without sizes of its own: the length of what comes decides, so that mutations of frames keep it.
bool frames(bytes_view data) {
  wire::bytes stream{wire::protocol_version};
  stream.insert(stream.end(), data.begin(), data.end());
  const auto must = expected(stream);
  const auto small = static_cast<std::uint8_t>(data.size() % 7 + data.size() / 64);
  const std::uint8_t sizes[] = {small, 2, 0, 40};
  for (const auto& one : {cut(stream, {}), cut(stream, sizes), cut(stream, bytes_view{sizes, 1})}) {
    require(one.frames == must.frames && one.oversized == must.oversized);
    if (!one.oversized) require(one.partial == must.partial);
  }
  return std::any_of(must.frames.begin(), must.frames.end(), [](const wire::bytes& each) {
    return static_cast<bool>(
        wire::decode_frame(each, config::route_hops_max, config::address_size_max));
  });
}

constexpr fuzz::parser all[] = {{"pieces", pieces}, {"frames", frames, fuzz::shape::frames}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
