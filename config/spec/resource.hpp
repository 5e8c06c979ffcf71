// What can be declared is a struct, and its keys() are the one description of it: a row for each
// member says how people call it, what it is, and how a node's control interface calls it. Options
// of commands, keys of files, bodies of requests and exported files all follow from the rows.
#pragma once
#include "config/spec/document.hpp"
#include "config/spec/option.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ockam::config {

/// What the text of a value has to be.
enum class value_kind {
  text,
  name,     ///< name of a node: `n1` or `/node/n1`
  alias,    ///< alias of an inlet or an outlet
  relay,    ///< name of a relay: `n3` or `forward_to_n3`
  endpoint, ///< `127.0.0.1:6000`, `host:port`; a port alone is on 127.0.0.1
  target,   ///< an endpoint that somebody listens at: not port 0
  route,    ///< `/dnsaddr/hub/tcp/7000`
  worker,   ///< `outlet`, `/service/outlet`
  duration, ///< `5s`, `500ms`, `5`
  patience, ///< the same, or `0`: none
  number,
  expression, ///< expression of a policy
  ignored,    ///< the value means nothing here; help says why
  refused,    ///< the key does not exist here; help says so
};

struct key {
  option words;
  /// Where the value is kept; nowhere if it is ignored or refused.
  std::variant<std::monostate, bool*, std::string*, std::vector<std::string>*> place;
  value_kind kind = value_kind::text;
  std::string field{}; ///< field of the control interface; empty if it is not sent

  bool is_flag() const { return words.value.empty(); }
  bool counts() const { return kind != value_kind::ignored && kind != value_kind::refused; }
};

/// What all resources of one kind have in common.
struct resource_kind {
  std::string_view noun;     ///< `tcp-inlet`: the command, and the key of a file
  std::string_view plural;   ///< `tcp-inlets`: the other key, and the last part of `/v1/tcp-inlets`
  std::string_view name;     ///< the key whose value may stand before a colon; may be empty
  bool word_is_name = false; ///< whether `relays: r1` is enough
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
  /// The rows that describe this resource; their places are members of it.
  virtual std::vector<key> keys() = 0;
};

/// A resource that a node has, or is asked to have.
struct on_node : resource {
  std::string node; ///< empty for the only node of its file, or the default node
};

/// Fills a resource from the members of a map. `notes` takes what was ignored. Errors: config, at
/// the place.
status read_keys(resource&, const document_value& map, std::vector<std::string>& notes);

/// The body that a node's control interface takes: the members that are set and have a field there,
/// unchanged.
nlohmann::json fields_of(resource&);
/// Sets the members that have a field in such a body; the others stay as they are.
void take_fields(resource&, const nlohmann::json&);

/// The key of that name, in which _ may stand for -; null if there is none.
const key* find_key(const std::vector<key>&, std::string_view name);

} // namespace ockam::config
