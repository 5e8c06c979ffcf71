#include "config/base/limits.hpp"

#include "config/base/suggestion.hpp"
#include "config/defaults.hpp"
#include "wire/text.hpp"

#include <algorithm>

namespace ockam::config {

namespace {

constexpr std::size_t in_ms(std::chrono::milliseconds time) {
  return static_cast<std::size_t>(time.count());
}

constexpr std::array<limit_row, limits_count> make_table() {
  using enum limit;
  using enum limit_unit;
  constexpr auto loses_its_link = "its link ends";
  constexpr auto is_dropped = "it is dropped";
  constexpr auto busiest_gives_way = "the newest of the busiest source gives way";

  return {{
      {links, "links", number, links_max, 16, 65536, links, "links to other nodes",
       busiest_gives_way},
      {unknown_links, "unknown-links", number, unknown_links_max, 16, 65536, links,
       "links of whose peers nothing is known", busiest_gives_way},
      {links_per_source, "links-per-source", number, unknown_links_per_source_max, 1,
       unknown_links_max, unknown_links, "such links of one address, or IPv6 /64",
       "its oldest silent one gives way, or the new one is refused"},
      {links_from_loopback, "links-from-loopback", number, unknown_links_from_loopback_max, 1,
       65536, unknown_links, "such links of this machine",
       "its oldest silent one gives way, or the new one is refused"},
      {version_time, "version-time", milliseconds, in_ms(version_timeout), 0, 0, version_time,
       "from a connection to its first byte", loses_its_link},
      {first_message_time, "first-message-time", milliseconds, in_ms(first_message_timeout), 0, 0,
       first_message_time, "from the first byte to the first message", loses_its_link},
      {frame_time, "frame-time", milliseconds, in_ms(frame_timeout), 0, 0, frame_time,
       "from the first byte of a frame to its last", loses_its_link},
      {silent_link_time, "silent-link-time", milliseconds, in_ms(link_silent_max), 0, 0,
       silent_link_time, "that a link is silent, and nothing leans on it", loses_its_link},
      {partial_frame_bytes, "partial-frame-bytes", bytes, partial_frame_bytes_max, 0, 0,
       partial_frame_bytes, "bytes of frames that are not complete, of all links",
       "the link that has most ends"},
      {link_queue_bytes, "link-queue-bytes", bytes, link_queue_max, 0, 0, link_queue_bytes,
       "bytes that wait for the peer of one link", loses_its_link},
      {reach, "reach", number, reach_max, 0, 0, reach, "addresses that one link or channel learnt",
       "the one unused for longest is forgotten"},
      {memory, "memory", bytes, 0, memory_budget_min, memory_budget_max, memory,
       "bytes of all that waits: output of links, half frames, streams; half of the memory, or of "
       "--memory",
       "what holds most ends"},

      {handshakes_waiting, "handshakes-waiting", number, handshakes_waiting_max, 0, 0,
       handshakes_waiting, "first messages of handshakes that wait at a listener",
       busiest_gives_way},
      {handshakes_waiting_per_link, "handshakes-waiting-per-link", number,
       handshakes_waiting_per_link_max, 0, 0, handshakes_waiting, "such messages of one link",
       is_dropped},
      {handshakes_open, "handshakes-open", number, handshakes_open_max, 0, 0, handshakes_open,
       "handshakes of a listener that are not complete", "the oldest of the busiest source ends"},
      {handshakes_open_per_link, "handshakes-open-per-link", number, handshakes_open_per_link_max,
       0, 0, handshakes_open, "such handshakes of one link", "its oldest one ends"},
      {handshake_burst, "handshake-burst", number, handshakes_per_source_burst, 1, 1'000'000,
       handshake_burst, "handshakes that one source begins at once",
       "it gets no answer for 1 s, then 2, 4, … 60 s"},
      {handshake_rate, "handshake-rate", per_second, handshakes_per_source_per_s, 1, 1'000'000,
       handshake_burst, "handshakes that one source begins and does not complete",
       "it gets no answer for 1 s, then 2, 4, … 60 s"},
      {handshake_time, "handshake-time", milliseconds, in_ms(handshake_timeout), 0, 0,
       handshake_time, "for a handshake to be complete", "it ends"},
      {channels, "channels", number, channels_max, 1, 65536, channels, "secure channels",
       "one that was silent for long ends, of the source with the most"},
      {channels_per_source, "channels-per-source", number, channels_per_source_max, 1, 65536,
       channels, "channels that one address, /64 or dialed link began",
       "one of its own that was silent for long ends"},
      {channels_per_identity, "channels-per-identity", number, channels_per_identity_max, 1, 65536,
       channels, "channels that one identity began",
       "one of its own that was silent for long ends"},

      {relays, "relays", number, relays_max, 1, 1'000'000, relays, "relays of others on this node",
       busiest_gives_way},
      {relays_per_link, "relays-per-link", number, relays_per_link_max, 1, 1'000'000, relays,
       "relays that came by one link", "a further one is refused"},
      {registration_burst, "registration-burst", number, registrations_per_source_burst, 1,
       1'000'000, registration_burst, "registrations that one source asks for at once",
       "it is not listened to for 1 s, then 2, 4, … 60 s"},
      {registration_rate, "registration-rate", per_second, registrations_per_source_per_s, 1,
       1'000'000, registration_burst, "registrations that one source asks for in vain",
       "it is not listened to for 1 s, then 2, 4, … 60 s"},
      {owners_asked, "owners-asked", number, owners_asked_max, 0, 0, relays,
       "owners of names that are asked whether they are there", "the name stays whose it is"},
      {names_reserved, "names-reserved", number, names_reserved_max, 0, 0, names_reserved,
       "names kept for owners that are away", "it is not kept"},

      {streams, "streams", number, streams_max, 1, 1'000'000, streams, "portal streams",
       "a further one is refused"},
      {streams_per_outlet, "streams-per-outlet", number, streams_per_outlet_max, 1, 1'000'000,
       streams, "streams of one outlet", "a further one is refused"},
      {streams_per_source, "streams-per-source", number, streams_per_source_max, 1, 1'000'000,
       streams_per_outlet, "streams of strangers from one address, or IPv6 /64",
       "a further one is refused"},
      {streams_per_link, "streams-per-link", number, streams_per_link_max, 1, 1'000'000,
       streams_per_source, "streams of strangers by one link", "a further one is refused"},
      {targets_dialed, "targets-dialed", number, outlet_dials_max, 1, 65536, targets_dialed,
       "targets that one outlet dials at once, for strangers of one source a quarter of them",
       "the stream waits for its turn"},
      {pings_waiting, "pings-waiting", number, outlet_waiting_max, 0, 0, pings_waiting,
       "streams of strangers that wait for their turn at one outlet", busiest_gives_way},

      {stream_queue_bytes, "stream-queue-bytes", bytes, plain_stream_queue_shared_max, 0, 0,
       stream_queue_bytes, "bytes that wait for one stream whose peer gives no credit", "it ends"},
      {early_payload, "early-payload", bytes, early_payload_bytes_max, 0, 0, early_payload,
       "bytes that wait at all outlets while their targets are dialed", "the stream ends"},
      {waiting_clients, "waiting-clients", number, inlet_held_max, 0, 0, waiting_clients,
       "clients of one inlet that wait for its route", "a further one is refused"},

      {member_requests, "member-requests", number, authority_requests_max, 0, 0, member_requests,
       "requests of members, and of enrollers, that wait at an authority", busiest_gives_way},
      {requests_per_member, "requests-per-member", number, authority_requests_per_peer_max, 0, 0,
       member_requests, "such requests of one member", "a further one is refused"},
      {stranger_requests, "stranger-requests", number, strangers_requests_max, 0, 0,
       stranger_requests, "requests of strangers that wait at an authority", busiest_gives_way},
      {requests_per_source, "requests-per-source", number, strangers_requests_per_source_max, 0, 0,
       stranger_requests, "such requests of one source", "a further one is refused"},

      {mailbox_messages, "mailbox-messages", number, mailbox_messages_max, 0, 0, mailbox_messages,
       "messages that wait for one worker outside the reactor", is_dropped},
      {mailbox_bytes, "mailbox-bytes", bytes, mailbox_bytes_max, 0, 0, mailbox_bytes,
       "bytes of these messages", is_dropped},
      {frame_bytes, "frame-bytes", bytes, frame_size_max, 0, 0, frame_bytes, "bytes of a message",
       loses_its_link},
      {hops, "hops", number, route_hops_max, 0, 0, hops, "addresses on a route", is_dropped},

      {names_looked_up, "names-looked-up", number, resolver_names_max, 0, 0, names_looked_up,
       "names that wait for a name server, or are remembered", "the dial fails"},
      {status_connections, "status-connections", number, status_connections_max, 0, 0,
       status_connections, "connections to the status port",
       "the one that is silent for longest gives way"},
      {status_connections_per_source, "status-connections-per-source", number,
       status_connections_per_source_max, 0, 0, status_connections,
       "those of one address, but for this machine",
       "its one that is silent for longest gives way, or it is closed"},
      {log_rate, "log-rate", per_second, log_bytes_per_second, 0, 0, log_rate,
       "bytes of the log's lines that others cause", "left out, and counted in the next line"},
  }};
}

constexpr auto table = make_table();

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (index_of(table[i].id) != i) return false;
  return true;
}
constexpr bool parts_are_no_more() {
  return std::all_of(table.begin(), table.end(), [](const limit_row& each) {
    return each.usual <= table[index_of(each.part_of)].usual
           && index_of(each.part_of) < table.size();
  });
}
constexpr bool usual_ones_can_be_set() {
  return std::all_of(table.begin(), table.end(), [](const limit_row& each) {
    return !each.settable() || each.usual == 0 // by the machine
           || (each.least >= 1 && each.least <= each.usual && each.usual <= each.most);
  });
}
constexpr bool wholes_come_first() {
  return std::all_of(table.begin(), table.end(), [](const limit_row& each) {
    return each.part_of == each.id || index_of(each.part_of) < index_of(each.id);
  });
}
static_assert(is_in_order(), "A row must stand where its limit does.");
static_assert(parts_are_no_more(), "A part must not be allowed more than the whole.");
static_assert(usual_ones_can_be_set(), "What is usual must be allowed to be asked for.");
static_assert(wholes_come_first(), "A whole must be settled before its parts.");

/// The limit of that name, in which _ may stand for -; none if there is none.
std::optional<limit> limit_called(std::string_view name) {
  std::string wanted{name};
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  for (const auto& each : table)
    if (each.name == wanted) return each.id;
  return {};
}

std::string range_of(const limit_row& row) {
  return std::to_string(row.least) + " to " + std::to_string(row.most);
}

error unknown_limit(std::string_view name) {
  std::vector<std::string> known;
  for (const auto& each : table)
    if (each.settable()) known.emplace_back(each.name);
  const auto meant = closest(name, known);
  return fail(errc::invalid, "no limit is called " + std::string(name),
              meant.empty() ? "ockam node show --limits" : "did you mean " + meant + "?");
}

} // namespace

std::span<const limit_row> limit_rows() noexcept { return table; }

const limit_row& row_of(limit which) noexcept { return table[index_of(which)]; }

limits::limits() noexcept { settle(); }

/// Wholes come before their parts.
void limits::settle() noexcept {
  for (const auto& each : table) {
    const auto i = index_of(each.id);
    now_[i] = set_[i] > 0 ? set_[i] : each.usual;
    if (each.part_of != each.id) now_[i] = std::min(now_[i], now_[index_of(each.part_of)]);
  }
}

status limits::check() const {
  for (const auto& each : table)
    if (const auto value = set_value(each.id); value > (*this)[each.part_of])
      return fail(errc::invalid,
                  "limit " + std::string(each.name) + "=" + std::to_string(value) + " is more than "
                      + std::string(row_of(each.part_of).name) + ", which is "
                      + std::to_string((*this)[each.part_of]),
                  row_of(each.part_of).settable()
                      ? "--limit " + std::string(row_of(each.part_of).name) + "=N, too"
                      : "");
  return done{};
}

status limits::set(limit which, std::size_t value) {
  const auto& row = row_of(which);
  if (!row.settable())
    return fail(errc::invalid, "limit " + std::string(row.name) + " cannot be set");
  if (value < row.least || value > row.most)
    return fail(errc::invalid,
                "limit " + std::string(row.name) + "=" + std::to_string(value) + " is out of range",
                range_of(row));
  set_[index_of(which)] = value;
  settle();
  return done{};
}

result<limits> limits::read(std::span<const std::string> words) {
  limits out;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    const auto which = limit_called(name);
    if (!which) return unknown_limit(name);
    const auto value = equals == word.npos
                           ? std::nullopt
                           : wire::whole_number<std::size_t>(word.substr(equals + 1));
    if (!value)
      return fail(errc::invalid, "limit " + word + " has no number",
                  name + "=N, " + range_of(row_of(*which)));
    if (out.is_set(*which)) return fail(errc::invalid, "limit " + name + " was said twice");
    if (auto ok = out.set(*which, *value); !ok) return ok.error();
  }
  if (auto ok = out.check(); !ok) return ok.error();
  return out;
}

std::vector<std::string> limits::words() const {
  std::vector<std::string> out;
  for (const auto& each : table)
    if (is_set(each.id))
      out.push_back(std::string(each.name) + "=" + std::to_string(set_value(each.id)));
  return out;
}

result<limits> limits::over(const limits& before) const {
  auto out = *this;
  for (std::size_t i = 0; i < limits_count; ++i)
    if (out.set_[i] == 0) out.set_[i] = before.set_[i];
  out.settle();
  if (auto ok = out.check(); !ok) return ok.error();
  return out;
}

std::string limits::differ_from(const limits& before) const {
  std::string out;
  for (const auto& each : table)
    if (is_set(each.id) && set_value(each.id) != before.set_value(each.id))
      out += (out.empty() ? "" : ", ") + std::string(each.name);
  return out;
}

std::string text_of(const limits& some) {
  std::string out;
  for (const auto& word : some.words()) out += (out.empty() ? "" : ",") + word;
  return out;
}

limits limits_of(std::string_view text) {
  auto out = limits::read(wire::split_names(text));
  return out ? *out : limits{};
}

} // namespace ockam::config
