#include "cli/sharing/guest.hpp"

#include "channels/crypto/digest.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/projects/ask_authority.hpp"
#include "config/base/environment.hpp"
#include "config/members/guests.hpp"
#include "config/store/guest_records.hpp"
#include "transports/io/clock.hpp"

namespace ockam::cli {

namespace {

using self = std::shared_ptr<const channels::own_identity>;

/// None if its record says nothing of use.
std::optional<guest> read_guest(const config::guest_record& noted) {
  auto what = channels::parse_share(noted.share);
  if (!what) return {};
  return guest{noted.name, std::move(*what), noted.relay, noted.end};
}

/// The words of the authority are about tickets, and the person has a link.
error fate_of_link(const channels::share_link& link, error why) {
  if (why.code != errc::denied) return why;
  const auto says = [&](const char* word) { return why.message.find(word) != why.message.npos; };
  const std::string ask = "ask who shared it for a new link: ockam share";
  if (says("used up"))
    return fail(errc::denied, "the link was used already, and is for one machine", ask);
  if (says("expired")) return fail(errc::denied, "the time of the link is over", ask);
  if (says("unknown ticket") || says("Unknown enrollment token"))
    return fail(errc::denied,
                "the link was used, was stopped, its time is over, or it is none of the project at "
                    + link.host + ':' + std::to_string(link.port),
                ask);
  why.message = "the link was not taken: " + why.message;
  why.hint = ask;
  return why;
}

result<self> self_called(const std::filesystem::path& home, const std::string& name) {
  OCKAM_TRY(known, identity_called(home, name));
  return load(home, known);
}

/// Whoever answers there must be who made the link, before it learns the code.
result<channels::identity> authority_of(const channels::share_link& link, const self& who) {
  auto met = authority_at(link.route(), who);
  const auto at = link.host + ':' + std::to_string(link.port);
  if (!met && met.error().code == errc::not_found)
    return fail(errc::unavailable, "the hub at " + at + " is of a version that does not share",
                "ask who shared it");
  if (!met) {
    met.error().message = "the hub of the link, " + at + ", is not reached: " + met.error().message;
    return met;
  }
  if (channels::start_of(met->id()) == link.authority) return met;
  return fail(errc::denied,
              "at " + at + " is another hub now than the one that the link names, "
                  + to_string(met->id()),
              "ask who shared it for a new link: ockam share");
}

result<channels::credential> enter(const channels::share_link& link, channels::project& where,
                                   const self& who, channels::presented_credential& shown) {
  auto given = ask_authority(where, who, wire::issue_credential{});
  if (!given && given.error().code == errc::denied) { // it is no guest yet
    if (const auto taken = ask_authority(where, who, wire::accept_ticket{link.code.view()}); !taken)
      return fate_of_link(link, taken.error());
    given = ask_authority(where, who, wire::issue_credential{});
  }
  if (!given) return given.error();
  OCKAM_TRY(read, read_credential(*given));
  shown = std::move(read);
  const auto now = transports::system_wall_clock{}.now();
  auto said = channels::verify(shown, where.authority, who->who().id(), now);
  if (!said) return channels::why_not_fresh(shown, said.error(), now);
  return said;
}

/// What the credential says that was shared. Who shares must be who the link names.
result<guest> guest_by(const channels::share_link& link, const channels::credential& said) {
  const auto value = [&](const char* name) {
    const auto at = said.attributes.find(name);
    return at == said.attributes.end() ? std::string() : at->second;
  };
  OCKAM_TRY(what, channels::parse_share(value(config::share_attribute)));
  if (channels::start_of(what.sharer) != link.sharer)
    return fail(errc::denied,
                "the hub says that " + to_string(what.sharer)
                    + " shares this, and the link names somebody else",
                "ask who shared it, and trust this hub no more");
  return guest{guest_of(link), std::move(what), value(config::reach_attribute),
               config::end_of(said.attributes).value_or(said.valid.until)};
}

} // namespace

std::string guest_of(const channels::share_link& link) {
  return "guest-" + wire::to_hex(channels::sha256(link.code.view())).substr(0, 8);
}

result<std::optional<guest>> known_guest(const std::string& name) {
  OCKAM_TRY(state, existing_state());
  if (!state) return std::optional<guest>{};
  OCKAM_TRY(noted, config::guest_called(*state, name));
  return noted ? read_guest(*noted) : std::nullopt;
}

result<guest> become_guest(const channels::share_link& link) {
  OCKAM_TRY(home, config::home());
  const auto name = guest_of(link);
  OCKAM_TRY(who, self_called(home, name));
  const auto forget = [&](const error& why) -> result<guest> {
    if (why.code == errc::denied) static_cast<void>(remove_guest(name)); // nobody lets it in
    return why;
  };
  const auto authority = authority_of(link, who);
  if (!authority) return forget(authority.error());
  OCKAM_TRY(unnamed, channels::project_of(link, name, "unknown", *authority));
  channels::presented_credential shown;
  const auto said = enter(link, unnamed, who, shown);
  if (!said) return forget(said.error());
  auto out = guest_by(link, *said);
  if (!out) return forget(out.error());
  const auto id = said->attributes.find("trust_context_id");
  OCKAM_TRY(project, channels::project_of(
                         link, name, id == said->attributes.end() ? "" : id->second, *authority));
  if (auto noted = note_project(home, project, true); !noted) return noted.error();
  if (auto kept = keep_credential(home, name, to_string(who->who().id()), shown, said->valid.until);
      !kept)
    return kept.error();
  OCKAM_TRY(state, open_state());
  if (auto noted = config::put_guest(state, {name, to_text(out->what), out->relay, out->end});
      !noted)
    return noted.error();
  return out;
}

status remove_guest(const std::string& name) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(nodes, all_node_names(home));
  if (std::ranges::find(nodes, name) != nodes.end())
    if (auto gone = delete_nodes(home, {name}, true); !gone) return gone;
  OCKAM_TRY(locked, locked_home::open(home));
  static_cast<void>(locked.state().projects().remove(name, true)); // it may have none
  static_cast<void>(locked.delete_identity(name));
  return config::remove_guest(locked.state(), name);
}

status remove_old_guests() {
  OCKAM_TRY(state, existing_state());
  if (!state) return done{};
  OCKAM_TRY(all, config::guests(*state));
  const auto now = transports::system_wall_clock{}.now();
  for (const auto& noted : all)
    if (const auto one = read_guest(noted); !one || one->end <= now)
      if (auto gone = remove_guest(noted.name); !gone) return gone;
  return done{};
}

} // namespace ockam::cli
