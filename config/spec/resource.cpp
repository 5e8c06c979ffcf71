#include "config/spec/resource.hpp"

#include "config/defaults.hpp"
#include "config/text/duration.hpp"
#include "wire/messages/identifier.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <type_traits>

namespace ockam::config {

namespace {

using nlohmann::json;
using kind = value_kind;

error refused(const field& row, std::string_view why, std::string hint = {}) {
  return fail(errc::invalid, std::string(row.wire) + ": " + std::string(why), std::move(hint));
}

/// What a node does not do without; some of it is completed where people may leave it out.
bool has_to_be_there(const field& row) {
  return row.is(option::required | needed) || row.kind == kind::listen || row.kind == kind::place
         || row.kind == kind::outlet;
}

status read_flag(bool& into, const field& row, const json& value) {
  if (!value.is_boolean()) return refused(row, "is not true or false");
  into = value.get<bool>();
  return done{};
}

status read_time(time_span& into, const field& row, const json& value) {
  using std::chrono::milliseconds;
  const auto min = milliseconds(row.kind == kind::patience ? 0 : 1);
  const auto max = row.kind == kind::patience    ? milliseconds(stream_patience_max)
                   : row.kind == kind::dial_time ? milliseconds(pong_timeout)
                                                 : milliseconds(std::chrono::hours{24});
  const auto ms = value.is_number_integer() ? value.get<std::int64_t>() : -1;
  if (ms < min.count() || ms > max.count())
    return refused(row, "is not a number of milliseconds from " + std::to_string(min.count())
                            + " to " + std::to_string(max.count()));
  into = milliseconds(ms);
  return done{};
}

status read_bytes(wire::bytes& into, const field& row, const json& value) {
  into.clear();
  if (!value.is_string() || !wire::from_hex(value.get_ref<const std::string&>(), into))
    return refused(row, "is not hexadecimal");
  return done{};
}

/// 32 hexadecimal digits, in the form in which a node writes them.
status read_link(std::string& into, const field& row, const json& value) {
  wire::bytes decoded;
  if (auto read = read_bytes(decoded, row, value); !read) return read;
  constexpr std::size_t size = 16;
  if (decoded.size() != size) return refused(row, "is not 32 hexadecimal digits");
  into = wire::to_hex(decoded);
  return done{};
}

status read_identifier(const field& row, const json& value) {
  const auto parsed =
      value.is_string() ? wire::identifier::parse(value.get_ref<const std::string&>())
                        : result<wire::identifier>(fail(errc::invalid, "an identifier is a text"));
  return parsed ? status(done{}) : refused(row, parsed.error().message, parsed.error().hint);
}

status read_text(std::string& into, const field& row, const json& value) {
  if (row.kind == kind::link) return read_link(into, row, value);
  const auto may_be_empty = row.kind == kind::identifier;
  if (!value.is_string() || (value.get_ref<const std::string&>().empty() && !may_be_empty))
    return refused(row, "is not a text, or is empty");
  into = value.get<std::string>();
  if (row.kind == kind::identifier && !into.empty()) return read_identifier(row, value);
  return done{};
}

status read_texts(texts& into, const field& row, const json& value) {
  into.clear();
  if (is_route(row.kind) && !value.is_array()) return read_text(into.emplace_back(), row, value);
  if (is_route(row.kind) && (value.empty() || value.size() > inlet_routes_max))
    return refused(row, "is not one to " + std::to_string(inlet_routes_max) + " routes");
  if (!value.is_array() || value.empty()) return refused(row, "is not an array of identifiers");
  for (const auto& one : value) {
    if (is_route(row.kind) && !one.is_string()) return refused(row, "a route is a text");
    if (!is_route(row.kind))
      if (auto read = read_identifier(row, one); !read) return read;
    into.push_back(one.get<std::string>());
  }
  return done{};
}

status read_field(resource& into, const field& row, const json& value) {
  if (auto* const flag = value_in<bool>(into, row)) return read_flag(*flag, row, value);
  if (auto* const time = value_in<time_span>(into, row)) return read_time(*time, row, value);
  if (auto* const text = value_in<std::string>(into, row)) return read_text(*text, row, value);
  if (auto* const all = value_in<texts>(into, row)) return read_texts(*all, row, value);
  if (auto* const bytes = value_in<wire::bytes>(into, row)) return read_bytes(*bytes, row, value);
  constexpr std::uint64_t most = 1'000'000; // nobody means more
  if (auto* const number = value_in<std::uint64_t>(into, row))
    *number = value.is_number_unsigned() ? std::min(value.get<std::uint64_t>(), most) : 0;
  return done{};
}

/// Null if nothing was said.
json written(const resource& what, const field& row) {
  if (const auto* const flag = value_in<bool>(what, row); flag && *flag) return true;
  if (const auto* const time = value_in<time_span>(what, row); time && *time)
    return (*time)->count();
  if (const auto* const text = value_in<std::string>(what, row); text && !text->empty())
    return *text;
  if (const auto* const bytes = value_in<wire::bytes>(what, row);
      bytes && (!bytes->empty() || row.is(needed)))
    return wire::to_hex(*bytes);
  if (const auto* const number = value_in<std::uint64_t>(what, row)) return *number;
  const auto* const all = value_in<texts>(what, row);
  if (!all || all->empty()) return nullptr;
  // one route is a text, as it always was
  return all->size() == 1 && is_route(row.kind) ? json(all->front()) : json(*all);
}

} // namespace

const field* find_field(fields_of_kind rows, std::string_view name) {
  std::string wanted{name};
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  for (const auto& each : rows)
    for (const auto& called : split_names(each.names))
      if (called == wanted && called.size() > 1) return &each;
  return nullptr;
}

status take_text(resource& into, const field& row, std::string text) {
  if (auto* const time = value_in<time_span>(into, row)) {
    OCKAM_TRY(given,
              row.kind == value_kind::patience ? parse_patience(text) : parse_duration(text));
    *time = given;
  } else if (auto* const all = value_in<texts>(into, row)) {
    all->push_back(std::move(text));
  } else if (auto* const one = value_in<std::string>(into, row)) {
    *one = std::move(text);
  }
  return done{};
}

json write_body(const resource& what) {
  auto body = json::object();
  for (const auto& row : what.rows()) {
    if (row.wire.empty()) continue;
    if (auto value = written(what, row); !value.is_null())
      body[std::string(row.wire)] = std::move(value);
  }
  return body;
}

status read_body(resource& into, const json& body) {
  if (!body.is_object()) return fail(errc::invalid, "the body is not a JSON object");
  status first = done{};
  for (const auto& row : into.rows()) {
    if (row.wire.empty()) continue;
    const auto given = body.find(row.wire);
    const auto is_there = given != body.end() && !given->is_null();
    auto read = is_there               ? read_field(into, row, *given)
                : has_to_be_there(row) ? status(refused(row, "is missing"))
                                       : status(done{});
    if (first && !read) first = std::move(read);
  }
  return first ? into.check() : first;
}

} // namespace ockam::config
