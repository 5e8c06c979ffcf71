// Files that say what there shall be: YAML, variables in it, and topologies; and the same file
// written again.
#include "config/files/topology_text.hpp"
#include "fuzz.hpp"

#include <stdexcept>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

/// Depth and number of values, to see that aliases multiply nothing.
std::size_t values_of(const config::document_value& in) {
  std::size_t out = 1;
  for (const auto& each : in.items) out += values_of(each);
  for (const auto& each : in.members) out += values_of(each.value);
  return out;
}

bool document(bytes_view data) {
  const auto read = config::parse_document(wire::text_of(data));
  if (!read) {
    require(read.error().code == errc::config && !read.error().message.empty());
    return false;
  }
  return values_of(*read) > 2;
}

config::variable_sources sources() {
  return {{{"PORT", "7000"}}, [](const std::string& name) -> std::optional<std::string> {
            if (name == "HOME") return "/root";
            return {};
          }};
}

/// A text with variables, each of whose words is expanded once.
bool variables(bytes_view data) {
  auto read = config::parse_document(wire::text_of(data));
  if (!read || read->is != config::document_value::shape::map) return false;
  config::variable_values known{sources()};
  for (const auto& each : read->members)
    if (each.name == "variables" && !known.declare(each.value)) return false;
  return static_cast<bool>(known.expand(*read)) && values_of(*read) > 2;
}

std::string written(config::topology& what) { return config::to_yaml(config::to_document(what)); }

bool read_by(bytes_view data, config::topology_scope scope) {
  auto first = config::read_topology(wire::text_of(data), sources(), scope);
  if (!first) return false;
  const auto fields = first->on_nodes().size();
  auto text = written(*first);
  static_cast<void>(config::read_topology(text, sources(), scope)); // a value may be none there
  return fields > 0;
}

bool topology(bytes_view data) { return read_by(data, config::topology_scope::many_nodes); }
bool node_file(bytes_view data) { return read_by(data, config::topology_scope::one_node); }

/// What a node keeps of a declaration, and what is exported of it.
bool exported(bytes_view data) {
  auto read = config::read_topology(wire::text_of(data), sources());
  if (!read) return false;
  auto count = 0;
  for (auto* const each : read->on_nodes()) {
    const auto body = config::write_body(*each);
    config::topology again;
    auto* const same = config::add_on_node(again, each->kind().plural);
    require(same != nullptr);
    if (!config::read_body(*same, body)) continue; // as people say it, and not as a node takes it
    require(config::write_body(*same) == body);
    ++count;
  }
  return count > 0;
}

constexpr fuzz::parser all[] = {{"document", document},
                                {"variables", variables},
                                {"topology", topology},
                                {"node_file", node_file},
                                {"exported", exported}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
