#include "cli/projects/hosted_project.hpp"

#include "actors/node.hpp"
#include "actors/projects/authority.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/launch/last_settings.hpp"
#include "cli/launch/launch.hpp"
#include "cli/launch/named_identity.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "config/members/member_store.hpp"
#include "config/store/state_store.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path directory_of(const fs::path& home, const std::string& node) {
  return home / "projects" / node;
}
fs::path description_of(const fs::path& home, const std::string& node) {
  return directory_of(home, node) / "description.json";
}

error system_error(const std::string& what, const fs::path& file) {
  return fail(errc::io, "cannot " + what + ' ' + file.string() + ": " + std::strerror(errno));
}

status write_whole(const fs::path& file, const std::string& text) {
  auto draft = file;
  draft += ".new";
  const transports::descriptor fd{
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  if (!fd) return system_error("make", draft);
  const auto written = ::write(fd.get(), text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size()) || ::fsync(fd.get()) != 0)
    return system_error("write", draft);
  if (::rename(draft.c_str(), file.c_str()) != 0) return system_error("name", file);
  return done{};
}

json to_json(const hosted_project& p) {
  return {{"node", p.node},
          {"identity", p.identity},
          {"id", p.id},
          {"name", p.name},
          {"database", p.database},
          {"access", p.access},
          {"listener", to_string(p.listener)},
          {"isolated", p.isolated},
          {"made_by_itself", p.made_by_itself},
          {"no_tickets", p.no_tickets},
          {"no_adding", p.no_adding},
          {"run_by", p.run_by}};
}

/// The identity of the project's node: one of its own, so that others tell two projects of a home
/// apart.
result<config::identity_record> identity_for(const invocation& call, const fs::path& home,
                                             const hosting_request& wanted) {
  if (wanted.identity) {
    if (auto made = make_named_identity(call, {wanted.identity, {}}); !made) return made.error();
    return known_identity(home, *wanted.identity);
  }
  return identity_called(home, wanted.what.node);
}

/// Whether the store knows that node. A node that was killed before it could say that it is ready
/// is there all the same, and is nothing without its project.
bool has_node(const fs::path& home, const std::string& name) {
  auto state = config::state_store::open(home);
  return !state || state->node(name);
}

/// The settings of the node as it ran last, with its limits and its status port.
result<node_settings> settings_for(const hosted_project& what,
                                   const std::optional<transports::endpoint>& status_at) {
  auto before = last_settings(what.node);
  if (!before && before.error().code != errc::not_found) return before.error();
  auto settings = before ? std::move(*before) : node_settings{};
  settings.name = what.node;
  settings.listen_at = what.listener;
  settings.who.identity = what.identity;
  if (status_at) settings.status_at = status_at;
  return settings;
}

status start(const invocation& call, const hosted_project& what,
             const std::optional<transports::endpoint>& status_at) {
  OCKAM_TRY(settings, settings_for(what, status_at));
  return start_in_background(call, settings);
}

/// Removes the description of a project whose node never ran: it is nothing without one.
void forget_what_never_ran(const fs::path& home, const hosted_project& what) {
  std::error_code ignored;
  if (!has_node(home, what.node)) fs::remove_all(directory_of(home, what.node), ignored);
}

} // namespace

result<config::directory_lock> lock_hosting(const fs::path& home) {
  return config::directory_lock::acquire(home / "projects");
}

std::string new_project_id() {
  std::array<std::uint8_t, 16> random;
  transports::system_randomness{}.fill(random);
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40); // RFC 4122: random
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
  auto text = wire::to_hex(random);
  for (const auto at : {20, 16, 12, 8}) text.insert(static_cast<std::size_t>(at), "-");
  return text;
}

result<std::optional<hosted_project>> hosted_by(const fs::path& home, const std::string& node) {
  const auto file = description_of(home, node);
  std::error_code why;
  if (!fs::exists(file, why)) return std::optional<hosted_project>{};
  std::ifstream in{file};
  const auto read = json::parse(in, nullptr, false);
  const auto text = [&](const char* key) { return config::text_in(read, key); };
  const auto listener = transports::endpoint::parse(text("listener"));
  hosted_project out{text("node"),
                     text("identity"),
                     text("id"),
                     text("name"),
                     text("database"),
                     text("access"),
                     {},
                     read.is_object() && read.value("isolated", json(false)) == json(true)};
  const auto is_set = [&](const char* key) {
    return read.is_object() && read.value(key, json(false)) == json(true);
  };
  out.made_by_itself = is_set("made_by_itself");
  out.no_tickets = is_set("no_tickets");
  out.no_adding = is_set("no_adding");
  out.run_by = text("run_by");
  if (!listener || out.node != node || out.identity.empty() || out.id.empty()
      || out.database.empty())
    return fail(errc::config, file.string() + " is damaged", "bring back a copy of the file");
  out.listener = *listener;
  return std::optional{std::move(out)};
}

status save(const fs::path& home, const hosted_project& what) {
  if (auto made = config::make_private_directory(directory_of(home, what.node)); !made) return made;
  return write_whole(description_of(home, what.node), to_json(what).dump(2) + '\n');
}

result<channels::project> project_of(const hosted_project& what, const channels::identity& who) {
  const auto& host = what.access.empty() ? what.listener.host : what.access;
  const auto at = "/dnsaddr/" + host + "/tcp/" + std::to_string(what.listener.port);
  const auto history = who.to_hex();
  const channels::project_texts texts{what.id,
                                      what.name,
                                      {},
                                      {},
                                      at + "/service/" + what.id + "/service/api",
                                      to_string(who.id()),
                                      history,
                                      at + "/service/api",
                                      history};
  return channels::make_project(texts, {"id", "name", "", "", "route", "identity", "history",
                                        "route of the authority", "authority"});
}

status prepare(actors::node_options& options, const fs::path& home, const hosted_project& what,
               const config::identity_record& who) {
  constexpr auto usual = std::chrono::seconds(config::credential_lifetime).count();
  OCKAM_TRY(lifetime,
            config::variable_number("CREDENTIAL_TTL_SECS", static_cast<std::size_t>(usual)));
  OCKAM_TRY(signer, signing_key_of(home, who));
  config::secret_key random;
  static transports::system_randomness randomness;
  randomness.fill(random.fill());
  const auto& self = options.identity->who();
  OCKAM_TRY(issuer, channels::credential_issuer::make(self, signer, std::move(random),
                                                      plausible_now(), since_it_was_made));
  OCKAM_TRY(store, config::member_store::open(what.database, config::member_store_patience));
  options.members = std::make_shared<actors::authority>(
      actors::authority::settings{what.id,
                                  std::chrono::seconds(lifetime),
                                  config::earliest_now(),
                                  {what.no_tickets, what.no_adding}},
      std::move(store), std::move(issuer), randomness);
  if (!what.name.empty()) options.hosts = actors::hosted_project{what.id, self, what.isolated};
  return done{};
}

status put_members(const hosted_project& where, const hosting_request& wanted) {
  OCKAM_TRY(store, config::member_store::open(where.database));
  const auto now = static_cast<std::int64_t>(transports::system_wall_clock{}.now());
  for (const auto& [who, attributes] : wanted.members)
    if (auto put = store.put_member({who, attributes, now, {}}); !put) return put;
  return done{};
}

result<hosted_project> write_down(const invocation& call, hosting_request wanted) {
  OCKAM_TRY(home, config::home());
  auto& what = wanted.what;
  if (auto valid = config::check_node_name(what.node); !valid) return valid.error();
  OCKAM_TRY(known, hosted_by(home, what.node));
  const auto files = config::files_of(home, what.node);
  if (known || config::lock_holder(files.lock))
    return fail(errc::already_exists, "node " + what.node + " already exists",
                "ockam node start " + what.node);
  OCKAM_TRY(who, identity_for(call, home, wanted));
  what.identity = who.name;
  const auto directory = directory_of(home, what.node);
  if (auto made = config::make_private_directory(directory); !made) return made.error();
  if (what.database.empty()) what.database = directory / "members.sqlite3";
  auto outcome = put_members(what, wanted);
  if (outcome) outcome = save(home, what);
  if (outcome) return std::move(what);
  forget_what_never_ran(home, what);
  return outcome.error();
}

status start_hosting(const invocation& call, hosting_request wanted) {
  const auto status_at = wanted.status_at;
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(what, write_down(call, std::move(wanted)));
  auto outcome = start(call, what, status_at);
  if (!outcome) forget_what_never_ran(home, what);
  return outcome;
}

status host_here(invocation& call, const hosted_project& what,
                 const std::optional<transports::endpoint>& status_at,
                 const std::function<void()>& then) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(settings, settings_for(what, status_at));
  auto outcome = call.host.run_node(call, settings, then);
  if (!outcome) forget_what_never_ran(home, what);
  return outcome;
}

bool runs(const fs::path& home, const hosted_project& what) {
  return config::lock_holder(config::files_of(home, what.node).lock).has_value();
}

error not_running(const hosted_project& what) {
  const auto is_unit = what.run_by.ends_with(".service");
  auto text = "node " + what.node
              + (what.name.empty() ? " of this home's authority" : " of project " + what.name)
              + " is not running";
  if (!what.run_by.empty()) text += "; " + what.run_by + " ran it last and has to start it";
  return fail(errc::unavailable, text,
              is_unit ? "systemctl start " + what.run_by : "ockam node start " + what.node);
}

result<bool> wake(const invocation& call, const hosted_project& what,
                  const std::optional<transports::endpoint>& status_at) {
  OCKAM_TRY(home, config::home());
  if (runs(home, what)) return false;
  if (!what.run_by.empty()) return not_running(what);
  if (auto started = start(call, what, status_at); !started) return started.error();
  return true;
}

} // namespace ockam::cli
