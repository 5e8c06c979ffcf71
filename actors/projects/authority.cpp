#include "actors/projects/authority.hpp"

#include "config/base/clock_check.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "config/members/guests.hpp"
#include "wire/encoding/cbor.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

using wire::api_status;

std::int64_t signed_time(channels::timestamp t) { return static_cast<std::int64_t>(t); }

wire::member member_of(const config::member_record& m) {
  return {m.attributes, static_cast<std::uint64_t>(m.added_at), {}, m.added_by};
}

constexpr auto project_attribute = "trust_context_id";

/// Checks a ticket that somebody asks for who was let in, and is not pre-trusted.
status check_bounds(const wire::create_ticket& t, bool pre_trusted) {
  constexpr std::uint64_t longest = std::chrono::seconds(config::ticket_lifetime_granted).count();
  if (pre_trusted) return done{};
  if (t.lifetime_s.value_or(0) > longest)
    return fail(errc::denied, "Not pre trusted enroller is trying to issue an enrollment token for "
                              "more than 7 days");
  if (t.uses.value_or(1) > config::ticket_uses_granted)
    return fail(errc::denied, "Not pre trusted enroller is trying to issue an enrollment token for "
                              "more than 1000 uses");
  return done{};
}

/// Whom a sharer let in, and nobody else, is its own to see and to send away.
bool is_guest_of(const wire::identifier& sharer, const wire::attribute_map& attributes,
                 const std::optional<wire::identifier>& added_by) {
  return config::is_guest(attributes) && added_by == sharer;
}

authority::outcome error_of(const wire::api_request& request, api_status status,
                            std::string message) {
  return {
      status, wire::encode(wire::api_error{request.path, request.method, std::move(message)}), {}};
}

} // namespace

struct authority::question {
  const wire::identifier& caller;
  const wire::api_request& request;
  channels::timestamp now;
  deed about;
};

authority::authority(settings s, config::member_store store, channels::credential_issuer issuer,
                     transports::randomness& random)
    : settings_(std::move(s)),
      store_(std::move(store)),
      issuer_(std::move(issuer)),
      random_(random) {}

authority::outcome authority::answer(wire::authority_service service,
                                     const wire::identifier& caller,
                                     const wire::api_request& request, channels::timestamp now) {
  const auto wanted = wire::decode_authority_request(service, request);
  if (!wanted) return error_of(request, api_status::bad_request, wanted.error().message);
  const question asked{caller, request, now, deed_of(*wanted)};
  if (auto why = settings_.closed.why_not(service); !why.empty())
    return refuse(asked, std::move(why));
  auto out = std::visit([&](const auto& what) { return answer_to(asked, what); }, *wanted);
  return out ? std::move(*out) : failed(asked, out.error());
}

authority::~authority() { write_notes(noted_at_, true); }

void authority::note(config::audit_entry entry) {
  noted_at_ = static_cast<channels::timestamp>(entry.at);
  notes_.add(std::move(entry));
}

void authority::write_notes(channels::timestamp now, bool all) {
  const auto due = all ? notes_.take_all(signed_time(now)) : notes_.take(signed_time(now));
  if (due.empty()) return;
  if (const auto noted = store_.audit(due); !noted)
    config::log_limited("authority audit", config::log_level::error,
                        "cannot write the audit log: " + noted.error().message);
}

result<config::member_changes> authority::changes_since(std::int64_t version) {
  auto out = store_.changes_since(version);
  if (!out) {
    config::log_limited("authority store", config::log_level::error,
                        "cannot see who is a member: " + out.error().message);
    return out;
  }
  for (auto& each : out->changed)
    each.attributes.insert_or_assign(project_attribute, settings_.project);
  return out;
}

authority::outcome authority::refuse(const question& asked, std::string message, std::string why) {
  if (why.empty()) why = message;
  note({signed_time(asked.now), to_string(asked.caller), asked.about.what, asked.about.whom,
        "refused: " + why});
  config::log_limited("authority refused " + asked.about.what, config::log_level::warn,
                      "refused " + to_string(asked.caller) + ", who asked to " + asked.about.what
                          + ": " + why);
  return error_of(asked.request, api_status::forbidden, std::move(message));
}

/// Only what the caller can do something about is told.
authority::outcome authority::failed(const question& asked, const error& why) {
  if (why.code == errc::limit) return error_of(asked.request, api_status::bad_request, why.message);
  config::log_limited("authority store", config::log_level::error,
                      "could not " + asked.about.what + ": " + why.message);
  return error_of(asked.request, api_status::internal_error, "the members cannot be read now");
}

result<authority::standing> authority::standing_of(const wire::identifier& who) {
  auto known = store_.member(who);
  if (!known && known.error().code == errc::not_found) return standing{};
  if (!known) return known.error();
  const auto enroller = config::makes_enroller(known->attributes);
  return standing{true,
                  enroller,
                  enroller && !known->added_by,
                  config::makes_sharer(known->attributes),
                  std::move(known->attributes),
                  known->added_by};
}

// -- what there is to ask ---------------------------------------------------------------

authority::answered authority::answer_to(const question& asked, const wire::issue_credential&) {
  auto known = store_.member(asked.caller);
  if (!known && known.error().code == errc::not_found) return refuse(asked, "unauthorized member");
  if (!known) return known.error();
  const auto end = config::end_of(known->attributes);
  if (config::is_over(known->attributes, asked.now)) {
    end_memberships({asked.caller}, asked.now);
    return refuse(asked, "unauthorized member", "its membership is over");
  }
  const config::last_made added{config::utc_text(static_cast<std::uint64_t>(known->added_at)),
                                "a member"};
  if (const auto good = config::check_clock(asked.now, settings_.earliest, added); !good) {
    config::log_limited("authority clock", config::log_level::error, good.error().message);
    return error_of(asked.request, api_status::internal_error,
                    "no credential is issued: " + good.error().message);
  }
  known->attributes.insert_or_assign(project_attribute, settings_.project);
  known->attributes.insert_or_assign(std::string(channels::version_attribute),
                                     std::to_string(known->version));
  auto lifetime = settings_.credential_lifetime;
  if (end) lifetime = std::min(lifetime, std::chrono::seconds(*end - 1 - asked.now));
  const auto [credential, valid] =
      issuer_.issue(asked.caller, std::move(known->attributes), asked.now, lifetime);
  const auto noted =
      store_.note_credential({asked.caller, signed_time(valid.from), signed_time(valid.until)});
  if (!noted && noted.error().code == errc::not_found) return refuse(asked, "unauthorized member");
  if (!noted) return noted.error();
  outcome out;
  out.seen = known->version;
  wire::cbor_writer writer{out.body.emplace()};
  write(writer, credential);
  return out;
}

authority::answered authority::answer_to(const question& asked, const wire::create_ticket& t) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (caller.sharer) {
    if (const auto why = config::why_no_guest(t.attributes, caller.attributes, asked.now);
        !why.empty())
      return refuse(asked, std::string(why));
    if (t.uses.value_or(1) > 1) return refuse(asked, "a sharer lets in one guest with each ticket");
  } else if (!caller.enroller) {
    return refuse(asked, "Non-enroller is trying to issue an enrollment token");
  }
  if (config::makes_enroller(t.attributes) && !caller.pre_trusted)
    return refuse(
        asked, "Not pre trusted enroller is trying to issue an enrollment token for an enroller");
  if (const auto longest = check_bounds(t, caller.pre_trusted); !longest)
    return refuse(asked, longest.error().message);
  constexpr std::uint64_t usual = std::chrono::seconds(config::ticket_lifetime).count();
  constexpr std::uint64_t longest = std::chrono::seconds(config::ticket_lifetime_max).count();
  const auto lifetime = std::min(t.lifetime_s.value_or(usual), longest);
  config::secret<32> code;
  random_.fill(code.fill());
  const auto added = store_.add_ticket(
      code.view(),
      {t.attributes, asked.caller, signed_time(asked.now + lifetime), t.uses.value_or(1)},
      signed_time(asked.now));
  if (!added) return added.error();
  return outcome{api_status::ok, wire::encode(code.view()), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::accept_ticket& t) {
  const auto used = store_.use_ticket(t.code, asked.caller, signed_time(asked.now));
  if (used) return outcome{api_status::ok, {}, {}, true};
  if (used.error().code == errc::already_exists) return refuse(asked, "Already a member");
  if (used.error().code == errc::denied)
    // whoever has the code may know what became of the ticket
    return refuse(asked, "Unknown enrollment token: " + used.error().message, used.error().message);
  return used.error();
}

authority::answered authority::answer_to(const question& asked, const wire::add_member& add) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  OCKAM_TRY(old, standing_of(add.who));
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to add a member");
  if (old.pre_trusted) return refuse(asked, "Enroller is trying to change a pre trusted enroller");
  if ((config::makes_enroller(add.attributes) || old.enroller) && !caller.pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to create an enroller");
  const auto put =
      store_.put_member({add.who, add.attributes, signed_time(asked.now), asked.caller});
  if (!put) return put.error();
  return outcome{api_status::ok, {}, {}, true};
}

authority::answered authority::answer_to(const question& asked, const wire::list_members&) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller && !caller.sharer)
    return refuse(asked, "Non-enroller is trying to list members");
  OCKAM_TRY(all, store_.members());
  wire::member_list members;
  for (const auto& each : all)
    if (caller.enroller || is_guest_of(asked.caller, each.attributes, each.added_by))
      members.emplace_back(each.who, member_of(each));
  return outcome{api_status::ok, wire::encode(members), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::list_member_ids&) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to list members");
  OCKAM_TRY(all, store_.members());
  std::vector<wire::identifier> members;
  members.reserve(all.size());
  for (const auto& each : all) members.push_back(each.who);
  return outcome{api_status::ok, wire::encode(members), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::show_member& wanted) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to retrieve a member");
  const auto known = store_.member(wanted.who);
  if (!known && known.error().code == errc::not_found)
    return error_of(asked.request, api_status::forbidden,
                    "Member " + to_string(wanted.who) + " not found");
  if (!known) return known.error();
  return outcome{api_status::ok, wire::encode(member_of(*known)), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::delete_member& gone) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  OCKAM_TRY(old, standing_of(gone.who));
  const auto leaves = gone.who == asked.caller && caller.member;
  const auto own = caller.sharer && is_guest_of(asked.caller, old.attributes, old.added_by);
  if (!caller.enroller && !leaves && !own)
    return refuse(asked, "Non-enroller is trying to delete a member");
  if (old.pre_trusted) return refuse(asked, "Enroller is trying to delete a pre trusted enroller");
  if (old.enroller && !caller.pre_trusted && !leaves)
    return refuse(asked, "Not pre trusted enroller is trying to delete an enroller");
  const auto removed = store_.remove_member(gone.who, asked.caller, signed_time(asked.now));
  // Whoever is none any more is what was asked for.
  if (!removed && removed.error().code != errc::not_found) return removed.error();
  return outcome{api_status::ok, {}, {gone.who}, true};
}

authority::answered authority::answer_to(const question& asked, const wire::delete_members&) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to delete all members");
  if (!caller.pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to delete all members");
  OCKAM_TRY(removed, store_.remove_added_members(asked.caller, signed_time(asked.now)));
  return outcome{api_status::ok, {}, std::move(removed), true};
}

authority::answered authority::answer_to(const question& asked, const wire::check_members& some) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.member) return refuse(asked, "unauthorized member");
  if (some.who.size() > config::members_checked_max)
    return fail(errc::limit,
                "more than " + std::to_string(config::members_checked_max) + " members to check");
  OCKAM_TRY(versions, store_.versions_of(some.who));
  return outcome{api_status::ok, wire::encode(versions), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::list_tickets&) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller && !caller.sharer)
    return refuse(asked, "Non-enroller is trying to list enrollment tokens");
  OCKAM_TRY(all, store_.tickets(signed_time(asked.now)));
  std::vector<wire::listed_ticket> out;
  for (const auto& [id, what] : all)
    if (caller.enroller || what.issued_by == asked.caller)
      out.push_back({id, what.attributes, what.issued_by,
                     static_cast<std::uint64_t>(what.expires_at), what.uses});
  return outcome{api_status::ok, wire::encode(out), {}};
}

/// What takes back more than it could give is for those who could give it.
authority::answered authority::answer_to(const question& asked, const wire::delete_ticket& gone) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  const auto known = store_.ticket(gone.which);
  const auto own = caller.sharer && known && known->issued_by == asked.caller;
  if (!caller.enroller && !own)
    return refuse(asked, "Non-enroller is trying to delete an enrollment token");
  if (known && config::makes_enroller(known->attributes) && !caller.pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to delete an enrollment token for an "
                         "enroller");
  auto removed = known ? store_.remove_ticket(gone.which, asked.caller, signed_time(asked.now))
                       : status(known.error());
  if (removed) return outcome{};
  if (removed.error().code != errc::not_found) return removed.error();
  return error_of(asked.request, api_status::not_found, "Unknown enrollment token");
}

/// No secret: it is in every ticket.
authority::answered authority::answer_to(const question&, const wire::show_authority&) {
  return outcome{api_status::ok, issuer_.who().encode(), {}};
}

// -- what ends by itself ------------------------------------------------------------------

void authority::end_memberships(const std::vector<wire::identifier>& whom,
                                channels::timestamp now) {
  for (const auto& who : whom) {
    const auto known = store_.member(who); // it may have been given more time
    if (!known || !config::is_over(known->attributes, now)) continue;
    const auto gone = store_.remove_member(who, issuer_.who().id(), signed_time(now));
    if (!gone && gone.error().code != errc::not_found)
      config::log_limited("authority store", config::log_level::error,
                          "could not end a membership: " + gone.error().message);
  }
}

} // namespace ockam::actors
