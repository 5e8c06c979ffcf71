#include "actors/projects/authority.hpp"

#include "config/base/clock_check.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "wire/encoding/cbor.hpp"

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using wire::api_status;

std::int64_t signed_time(channels::timestamp t) { return static_cast<std::int64_t>(t); }

wire::member member_of(const config::member_record& m) {
  return {m.attributes, static_cast<std::uint64_t>(m.added_at), {}, m.added_by};
}

/// What the audit log calls it, and whom it is about.
struct deed {
  std::string what, whom;
};
deed deed_of(const wire::authority_request& request) {
  using namespace wire;
  static constexpr std::array<const char*, std::variant_size_v<authority_request>> names{
      "issue credential", "create ticket", "use ticket",   "add member",
      "list members",     "list members",  "show member",  "remove member",
      "remove members",   "check members", "list tickets", "delete ticket"};
  deed out{names[request.index()], {}};
  if (const auto* const add = std::get_if<add_member>(&request)) out.whom = to_string(add->who);
  if (const auto* const show = std::get_if<show_member>(&request)) out.whom = to_string(show->who);
  if (const auto* const gone = std::get_if<delete_member>(&request))
    out.whom = to_string(gone->who);
  if (const auto* const gone = std::get_if<delete_ticket>(&request)) out.whom = to_hex(gone->which);
  return out;
}

constexpr auto project_attribute = "trust_context_id";

/// Of a ticket that somebody asks for who was let in.
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
  const auto known = store_.member(who);
  if (!known && known.error().code == errc::not_found) return standing{};
  if (!known) return known.error();
  const auto enroller = config::makes_enroller(known->attributes);
  return standing{true, enroller, enroller && !known->added_by};
}

// -- what there is to ask ---------------------------------------------------------------

authority::answered authority::answer_to(const question& asked, const wire::issue_credential&) {
  auto known = store_.member(asked.caller);
  if (!known && known.error().code == errc::not_found) return refuse(asked, "unauthorized member");
  if (!known) return known.error();
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
  const auto [credential, valid] = issuer_.issue(asked.caller, std::move(known->attributes),
                                                 asked.now, settings_.credential_lifetime);
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
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to issue an enrollment token");
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
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to list members");
  OCKAM_TRY(all, store_.members());
  wire::member_list members;
  for (const auto& each : all) members.emplace_back(each.who, member_of(each));
  return outcome{api_status::ok, wire::encode(members), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::list_member_ids&) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to list members");
  OCKAM_TRY(all, store_.members());
  std::vector<wire::identifier> members;
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
  if (!caller.enroller && !leaves)
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
  if (!caller.enroller) return refuse(asked, "Non-enroller is trying to list enrollment tokens");
  OCKAM_TRY(all, store_.tickets(signed_time(asked.now)));
  std::vector<wire::listed_ticket> out;
  for (const auto& [id, what] : all)
    out.push_back({id, what.attributes, what.issued_by, static_cast<std::uint64_t>(what.expires_at),
                   what.uses});
  return outcome{api_status::ok, wire::encode(out), {}};
}

/// What takes back more than it could give is for those who could give it.
authority::answered authority::answer_to(const question& asked, const wire::delete_ticket& gone) {
  OCKAM_TRY(caller, standing_of(asked.caller));
  if (!caller.enroller)
    return refuse(asked, "Non-enroller is trying to delete an enrollment token");
  const auto known = store_.ticket(gone.which);
  if (known && config::makes_enroller(known->attributes) && !caller.pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to delete an enrollment token for an "
                         "enroller");
  auto removed = known ? store_.remove_ticket(gone.which, asked.caller, signed_time(asked.now))
                       : status(known.error());
  if (removed) return outcome{};
  if (removed.error().code != errc::not_found) return removed.error();
  return error_of(asked.request, api_status::not_found, "Unknown enrollment token");
}

} // namespace ockam::actors
