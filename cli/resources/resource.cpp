#include "cli/resources/resource.hpp"

#include "cli/text/table.hpp"
#include "config/base/json_text.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <optional>
#include <thread>

namespace ockam::cli {
namespace {

using nlohmann::json;

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string table_of(const output& out, const resource& what, const json& objects) {
  table_row titles;
  std::vector<table_row> rows(objects.size());
  for (const auto& each : what.fields) {
    std::vector<std::string> column;
    for (const auto& object : objects) column.push_back(each.text(object));
    const auto tells = [](const std::string& text) {
      return text != "-" && !text.starts_with("up");
    };
    if (each.if_telling && std::none_of(column.begin(), column.end(), tells)) continue;
    titles.push_back(each.title);
    for (std::size_t i = 0; i < column.size(); ++i) rows[i].push_back(std::move(column[i]));
  }
  return table(out, titles, rows);
}

/// Whether it was declared and is not there, and its kind has no line that would say so: most kinds
/// are there as soon as they are made.
bool is_silently_down(const resource& what, const json& object) {
  return object.value("status", "") == "down"
         && std::none_of(what.fields.begin(), what.fields.end(),
                         [](const field& each) { return each.label == "Status"; });
}

status list(const resource& what, invocation& call) {
  OCKAM_TRY(node, select_node(call, split_names(what.selector).front()));
  OCKAM_TRY(objects, list_from(node, node.client->get(what.path)));
  std::string text;
  if (what.in_table) {
    text = table_of(call.out, what, objects);
  } else if (what.in_pipe && !call.out.terminal) {
    for (const auto& object : objects) text += (text.empty() ? "" : "\n") + what.in_pipe(object);
  } else {
    for (const auto& object : objects)
      text += (text.empty() ? "" : "\n") + block_of(call.out, what, object);
  }
  for (const auto& object : objects)
    if (what.in_table && is_silently_down(what, object))
      call.out.note(what.name + " " + member(lower(what.key))(object) + " is "
                    + session_status(object));
  if (objects.empty() && !what.in_table)
    call.out.note("no " + what.plural + " on node " + node.name);
  if (!text.empty() || call.out.as == format::json) call.out.answer(objects, text);
  return done{};
}

/// The path of what the argument means: by its key, or by another field that has that value.
result<std::string> path_meant(const resource& what, const selected_node& node,
                               const std::string& given) {
  if (what.also_called.empty() || given.find(':') == given.npos) return path_of(what.path, given);
  OCKAM_TRY(all, list_from(node, node.client->get(what.path)));
  for (const auto& each : all)
    if (config::text_in(each, what.also_called) == given)
      return path_of(what.path, member(lower(what.key))(each));
  return path_of(what.path, given);
}

/// Deletes all of this noun that somebody declared at the node.
status remove_all(const resource& what, invocation& call, const selected_node& node) {
  if (call.args.positional_at(0))
    return fail(errc::invalid, what.key + " and --all exclude each other");
  OCKAM_TRY(all, list_from(node, node.client->get(what.path)));
  auto gone = json::array();
  std::string text;
  for (const auto& each : all) {
    if (!each.contains("declared_by")) continue; // others' relays, what comes with the node
    const auto key = member(lower(what.key))(each);
    auto removed = object_from(node, node.client->remove(path_of(what.path, key)));
    if (!removed && removed.error().code == errc::not_found) continue;
    if (!removed) return removed.error();
    text += (text.empty() ? "" : "\n") + key;
    gone.push_back(std::move(*removed));
  }
  if (gone.empty()) call.out.note("no " + what.plural + " on node " + node.name);
  if (!gone.empty() || call.out.as == format::json) call.out.answer(gone, text);
  return done{};
}

status show(const resource& what, invocation& call) {
  OCKAM_TRY(node, select_node(call, split_names(what.selector).front()));
  OCKAM_TRY(path, path_meant(what, node, *call.args.positional_at(0)));
  OCKAM_TRY(object, object_from(node, node.client->get(path)));
  call.out.answer(object, block_of(call.out, what, object));
  return done{};
}

status remove(const resource& what, invocation& call) {
  OCKAM_TRY(node, select_node(call, split_names(what.selector).front()));
  if (call.args.flag("all")) return remove_all(what, call, node);
  OCKAM_TRY(path, path_meant(what, node, *call.args.positional_at(0)));
  const auto object = object_from(node, node.client->remove(path));
  if (!object && what.gone_is_fine && object.error().code == errc::not_found) {
    call.out.note(object.error().message);
    return done{};
  }
  if (!object) return object.error();
  const auto key = member(lower(what.key))(*object);
  call.out.created(*object, what.name + " `" + key + "` deleted", key);
  return done{};
}

} // namespace

std::string path_of(const std::string& list, std::string_view name) {
  for (std::string_view prefix : {"/service/", "/worker/", "0#"})
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string path = list + "/";
  for (const char c : name) {
    constexpr std::string_view digits = "0123456789ABCDEF", kept = "-._~:";
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || kept.find(c) != kept.npos)
      path += c;
    else
      path.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return path;
}

field text_if_any(const char* key, const char* label) {
  return {.label = label,
          .text = [key](const json& one) { return config::printable(config::text_in(one, key)); },
          .if_any = true};
}

field streams_if_any() {
  return {.label = "Streams",
          .text = [](const json& one) -> std::string {
            const auto count = [&one](const char* key) { return one.value(key, std::uint64_t{0}); };
            std::string text;
            const auto add = [&](const char* key, const char* words) {
              if (const auto n = count(key); n > 0)
                text += (text.empty() ? "" : ", ") + std::to_string(n) + words;
            };
            add("streams", " open");
            add("streams_detached", " of them without a way");
            add("streams_resumed", " went on over another way");
            add("streams_lost", " lost with their way");
            return text;
          },
          .if_any = true};
}

field ways_if_any(const char* key, const char* route, const char* label) {
  return {.label = label,
          .text = [key, route](const json& one) -> std::string {
            const auto all = one.value(key, json::array());
            if (!all.is_array() || all.empty()) return {};
            std::size_t up = 0;
            std::string lines;
            for (const auto& each : all) {
              if (each.value("status", "") == "up") ++up;
              lines += "\n    " + member(route)(each) + ": " + session_status(each);
            }
            return std::to_string(up) + " of " + std::to_string(all.size()) + " up" + lines;
          },
          .if_any = true};
}

std::string allowed(const json& object) {
  if (!object.contains("allow")) return "-";
  const auto rule = config::printable(config::text_in(object, "allow"));
  return rule.empty() ? "everybody" : rule == "false" ? "nobody" : rule;
}

std::string block_of(const output& out, const resource& what, const json& object) {
  std::string text = out.bold(what.heading + ":");
  for (const auto& each : what.fields)
    if (const auto said = each.text(object);
        (!said.empty() || !each.if_any) && (said != "-" || !each.if_telling))
      text += "\n  " + each.label + ": " + said;
  if (is_silently_down(what, object)) text += "\n  Status: " + session_status(object);
  return text;
}

noun noun_of(const resource& what, command create) {
  const auto command_line = "ockam " + what.noun + " ";
  const auto at = " --" + split_names(what.selector).front() + " n1";
  const auto node = node_option(what.selector);
  const option yes{"yes,y", "", "Accepted for scripts; nothing is asked anyway"};
  const positional name{what.key, "Of the " + what.name, true};
  auto or_all = name;
  or_all.unless = "all";
  const auto runs = [what](status (*verb)(const resource&, invocation&)) {
    return [what, verb](invocation& call) { return verb(what, call); };
  };
  return {what.noun,
          what.summary,
          {std::move(create),
           {"list",
            "List the " + what.plural + " of a node",
            {},
            {node},
            {command_line + "list" + at},
            runs(list)},
           {"show",
            "Show a " + what.name,
            {name},
            {node},
            {command_line + "show " + what.key + at},
            runs(show)},
           {"delete",
            "Delete a " + what.name,
            {or_all},
            {node,
             {"all", "", "Delete every one that was made on the node by a command or a file"},
             yes},
            {command_line + "delete " + what.key + at},
            runs(remove)}}};
}

bool is_proven(const json& object) {
  if (!object.value("refusal", "").empty()) return false; // the way is open, and the outlet refuses
  const auto status = object.value("status", "up");       // an older node does not say
  const auto proven = object.find("proven_ms_ago");
  return status == "up"
         || (status == "degraded" && proven != object.end() && proven->is_number_integer());
}

namespace {

/// Asks the node for `path` until the object is proven or time is over; returns the last
/// description. `made` is the first one.
result<json> await_proof(const selected_node& node, const std::string& path, json made,
                         std::chrono::milliseconds wait) {
  const auto until = std::chrono::steady_clock::now() + wait;
  while (!is_proven(made) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(config::status_look_period);
    auto now = object_from(node, node.client->get(path));
    if (!now) return now;
    made = std::move(*now);
  }
  return made;
}

} // namespace

bool was_there(const json& made) { return !made.value("changed", true); }

result<json> post_and_wait(const selected_node& node, const resource& what, json body,
                           const char* name, const std::optional<std::chrono::milliseconds>& wait,
                           std::chrono::milliseconds otherwise) {
  const bool never = body.value("no_connection_wait", false);
  if (wait) body["no_connection_wait"] = true; // it is this command that waits
  auto made = object_from(node, node.client->post(what.path, body));
  const bool is_old = made && was_there(*made);
  if (!made || (!wait && (!is_old || never))) return made;
  const auto path = path_of(what.path, config::text_in(*made, name));
  auto proven = await_proof(node, path, std::move(*made), wait.value_or(otherwise));
  if (proven && is_old) (*proven)["changed"] = false;
  return proven;
}

result<std::optional<std::chrono::milliseconds>> wait_of(const invocation& call) {
  using wait = std::optional<std::chrono::milliseconds>;
  if (!call.args.text("connection-wait")) return wait{};
  if (call.args.flag("no-connection-wait"))
    return fail(errc::invalid, "--wait and --no-connection-wait exclude each other");
  const auto given = duration_of(call, "connection-wait", {});
  return given ? result<wait>(*given) : given.error();
}

result<std::string> worker_address(const std::string& text) {
  if (!text.starts_with('/')) return text;
  OCKAM_TRY(parsed, wire::multiaddr::parse(text));
  const auto& first = parsed.parts().front();
  const bool is_local =
      first.proto == wire::protocol::service || first.proto == wire::protocol::worker;
  if (parsed.parts().size() != 1 || !is_local)
    return fail(errc::invalid, text + " is not the address of one worker", "/service/outlet");
  return first.value;
}

} // namespace ockam::cli
