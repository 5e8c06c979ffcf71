// What can be declared is a struct, and its fields() are the one description of it: a row for each
// member says how people call it, what it is, and how a node's control interface calls it. Options
// of commands, keys of files, bodies of requests, kept declarations and exported files all follow
// from the rows, and a node's resources get the struct.
#pragma once
#include "config/text/document.hpp"
#include "config/text/option.hpp"
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ockam::config {

struct resource;

using texts = std::vector<std::string>;
using time_span = std::optional<std::chrono::milliseconds>;

/// The member of a resource where a value is kept; none if it means nothing here. Texts are empty,
/// and lists have nothing in them, while nothing was said.
struct member
    : std::variant<std::monostate, bool resource::*, std::string resource::*, texts resource::*,
                   time_span resource::*, std::uint64_t resource::*, wire::bytes resource::*> {
  constexpr member() = default;
  template <class Kind, class Value>
  constexpr member(Value Kind::*of) : variant(static_cast<Value resource::*>(of)) {}
};

/// What a value has to be.
enum class value_kind : unsigned char {
  text,
  name,        ///< name of a node: `n1` or `/node/n1`
  alias,       ///< alias of an inlet or an outlet
  relay,       ///< name of a relay: `n3` or `forward_to_n3`
  endpoint,    ///< `127.0.0.1:6000`, `host:port`; a port alone is on 127.0.0.1
  listen,      ///< an endpoint; if nobody says one, any port on 127.0.0.1
  target,      ///< an endpoint that somebody listens at: not port 0
  route,       ///< `/dnsaddr/hub/tcp/7000`
  place,       ///< routes, or `host:port`, of nodes; if nobody says one, the usual ones
  outlet,      ///< routes to an outlet, or its name behind the relay that `via` names
  via,         ///< name of a relay at the usual places
  worker,      ///< `outlet`, `/service/outlet`
  link,        ///< the same; a node takes only 32 hexadecimal digits, as it chooses them itself
  duration,    ///< `5s`, `500ms`, `5`
  dial_time,   ///< the same, at most pong_timeout
  patience,    ///< the same, or `0`: none
  identifier,  ///< identifiers of those who may be there; of one: may be empty
  number,      ///< up to a million; for a node 0 stands for what is no number
  expression,  ///< expression of a policy
  file,        ///< path of a file that is there; a relative one is where the command runs
  hexadecimal, ///< bytes
  ignored,     ///< the value means nothing here; help says why
  refused,     ///< the key does not exist here; help says so
};

/// Whether its values are routes, though people may write them in another way.
constexpr bool is_route(value_kind of) {
  return of == value_kind::route || of == value_kind::place || of == value_kind::outlet;
}

// Traits of a row, next to those of `option`, which have the lower bits.
constexpr unsigned option_traits = 0xff;
constexpr unsigned needed = 1U << 8;     ///< without it there is nothing to make
constexpr unsigned telling = 1U << 9;    ///< tells it from others of its kind: what people call it
constexpr unsigned chosen = 1U << 10;    ///< what the node chose is kept; no difference if not said
constexpr unsigned of_making = 1U << 11; ///< says how it is made, and not what it is

/// A row.
struct field {
  member place;
  std::string_view names; ///< `at,node,n`, as option::names; empty: people do not say it
  std::string_view value; ///< what help calls the value; empty for a flag
  std::string_view help;
  value_kind kind = value_kind::text;
  std::string_view wire{}; ///< field of the control interface; empty if it is not sent
  unsigned trait = option::plain;

  constexpr std::string_view name() const { return names.substr(0, names.find(',')); }
  constexpr bool is(unsigned which) const { return (trait & which) != 0; }
  constexpr bool counts() const {
    return kind != value_kind::ignored && kind != value_kind::refused && !names.empty();
  }
};
using fields_of_kind = std::span<const field>;

/// What all resources of one kind have in common.
struct resource_kind {
  std::string_view noun;   ///< `tcp-inlet`: the command, and the key of a file
  std::string_view plural; ///< `tcp-inlets`: the other key, and the last part of `/v1/tcp-inlets`
  fields_of_kind (*fields)();
  std::string_view name{};      ///< the key whose value may stand before a colon; may be empty
  bool word_is_name = false;    ///< whether `relays: r1` is enough
  std::string_view otherwise{}; ///< what it is called in a file that gives it no name
  bool numbered = false;        ///< whether the second of those is `inlet-2`
  std::string_view known_by{};  ///< field of a node's answers by which a declaration is known
  std::string_view role{};      ///< the `role` of those that were declared, if others are listed
  bool comes_up = false;        ///< whether it has a `status` that people wait for
  /// Fields with the names by which policies know it; the first one is tried first.
  std::array<std::string_view, 2> guarded_by{};
  bool in_files = true; ///< whether people may declare it
  /// Whether a name makes one: who asks for it again is answered as if it had been made now.
  bool one_of_a_name = false;
};

struct resource {
  position at{0, 0};                    ///< place in its file
  std::map<std::string, position> said; ///< keys that were given, by their first name

  resource() = default;
  resource(const resource&) = default;
  resource(resource&&) = default;
  resource& operator=(const resource&) = default;
  resource& operator=(resource&&) = default;
  virtual ~resource() = default;
  virtual const resource_kind& kind() const = 0;
  /// What its values have to be for each other. Errors: invalid.
  virtual status check() const { return done{}; }
  fields_of_kind rows() const { return kind().fields(); }
};

/// A resource that a node has, or is asked to have.
struct on_node : resource {
  std::string node; ///< empty for the only node of its file, or the default node

  // how it is made, as far as there is something to wait for
  time_span timeout, wait;
  bool no_connection_wait = false;
};

/// The value of a row; null if it is of another type.
template <class Value>
Value* value_in(resource& what, const field& row) {
  const auto* const place = std::get_if<Value resource::*>(&row.place);
  return place ? &(what.**place) : nullptr;
}
template <class Value>
const Value* value_in(const resource& what, const field& row) {
  const auto* const place = std::get_if<Value resource::*>(&row.place);
  return place ? &(what.**place) : nullptr;
}

/// The row of that name, in which _ may stand for -; null if there is none.
const field* find_field(fields_of_kind, std::string_view name);

/// Reads a value that people wrote into the member of a row that is no flag; a list gets one more.
status take_text(resource&, const field&, std::string text);

/// The body that a node's control interface takes: the members that are set and have a field there.
nlohmann::json write_body(const resource&);

/// Fills a resource from such a body. Errors: invalid, naming the first field that is missing or
/// wrong; the others are filled in all the same.
status read_body(resource&, const nlohmann::json& body);

} // namespace ockam::config
