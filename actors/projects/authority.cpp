#include "actors/projects/authority.hpp"

#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "wire/encoding/cbor.hpp"

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using wire::api_status;

bool makes_enroller(const wire::attribute_map& attributes) {
  const auto role = attributes.find("ockam-role");
  return role != attributes.end() && role->second == "enroller";
}

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
      "issue credential", "create ticket", "use ticket",    "add member",     "list members",
      "list members",     "show member",   "remove member", "remove members", "check members"};
  deed out{names[request.index()], {}};
  if (const auto* const add = std::get_if<add_member>(&request)) out.whom = to_string(add->who);
  if (const auto* const show = std::get_if<show_member>(&request)) out.whom = to_string(show->who);
  if (const auto* const gone = std::get_if<delete_member>(&request))
    out.whom = to_string(gone->who);
  return out;
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

void authority::note(const config::audit_entry& entry) {
  if (const auto noted = store_.audit(entry); !noted)
    config::log_limited("authority audit", config::log_level::error,
                        "cannot write the audit log: " + noted.error().message);
}

std::vector<wire::identifier> authority::strangers(const std::vector<wire::identifier>& some) {
  auto out = store_.strangers(some);
  if (out) return std::move(*out);
  config::log_limited("authority store", config::log_level::error,
                      "cannot check who is a member: " + out.error().message);
  return {};
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
  const auto enroller = makes_enroller(known->attributes);
  return standing{true, enroller, enroller && !known->added_by};
}

// -- what there is to ask ---------------------------------------------------------------

authority::answered authority::answer_to(const question& asked, const wire::issue_credential&) {
  auto known = store_.member(asked.caller);
  if (!known && known.error().code == errc::not_found) return refuse(asked, "unauthorized member");
  if (!known) return known.error();
  known->attributes.insert_or_assign("trust_context_id", settings_.project);
  const auto [credential, valid] = issuer_.issue(asked.caller, std::move(known->attributes),
                                                 asked.now, settings_.credential_lifetime);
  const auto noted =
      store_.note_credential({asked.caller, signed_time(valid.from), signed_time(valid.until)});
  if (!noted && noted.error().code == errc::not_found) return refuse(asked, "unauthorized member");
  if (!noted) return noted.error();
  outcome out;
  wire::cbor_writer writer{out.body.emplace()};
  write(writer, credential);
  return out;
}

authority::answered authority::answer_to(const question& asked, const wire::create_ticket& t) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->enroller)
    return refuse(asked, "Non-enroller is trying to issue an enrollment token");
  if (makes_enroller(t.attributes) && !caller->pre_trusted)
    return refuse(
        asked, "Not pre trusted enroller is trying to issue an enrollment token for an enroller");
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
  if (used) return outcome{};
  if (used.error().code == errc::already_exists) return refuse(asked, "Already a member");
  if (used.error().code == errc::denied)
    return refuse(asked, "Unknown enrollment token", used.error().message);
  return used.error();
}

authority::answered authority::answer_to(const question& asked, const wire::add_member& add) {
  const auto caller = standing_of(asked.caller), old = standing_of(add.who);
  if (!caller) return caller.error();
  if (!old) return old.error();
  if (!caller->enroller) return refuse(asked, "Non-enroller is trying to add a member");
  if (old->pre_trusted) return refuse(asked, "Enroller is trying to change a pre trusted enroller");
  if ((makes_enroller(add.attributes) || old->enroller) && !caller->pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to create an enroller");
  const auto put =
      store_.put_member({add.who, add.attributes, signed_time(asked.now), asked.caller});
  if (!put) return put.error();
  return outcome{};
}

authority::answered authority::answer_to(const question& asked, const wire::list_members&) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->enroller) return refuse(asked, "Non-enroller is trying to list members");
  const auto all = store_.members();
  if (!all) return all.error();
  wire::member_list members;
  for (const auto& each : *all) members.emplace_back(each.who, member_of(each));
  return outcome{api_status::ok, wire::encode(members), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::list_member_ids&) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->enroller) return refuse(asked, "Non-enroller is trying to list members");
  const auto all = store_.members();
  if (!all) return all.error();
  std::vector<wire::identifier> members;
  for (const auto& each : *all) members.push_back(each.who);
  return outcome{api_status::ok, wire::encode(members), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::show_member& wanted) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->enroller) return refuse(asked, "Non-enroller is trying to retrieve a member");
  const auto known = store_.member(wanted.who);
  if (!known && known.error().code == errc::not_found)
    return error_of(asked.request, api_status::forbidden,
                    "Member " + to_string(wanted.who) + " not found");
  if (!known) return known.error();
  return outcome{api_status::ok, wire::encode(member_of(*known)), {}};
}

authority::answered authority::answer_to(const question& asked, const wire::delete_member& gone) {
  const auto caller = standing_of(asked.caller), old = standing_of(gone.who);
  if (!caller) return caller.error();
  if (!old) return old.error();
  const auto leaves = gone.who == asked.caller && caller->member;
  if (!caller->enroller && !leaves)
    return refuse(asked, "Non-enroller is trying to delete a member");
  if (old->pre_trusted) return refuse(asked, "Enroller is trying to delete a pre trusted enroller");
  if (old->enroller && !caller->pre_trusted && !leaves)
    return refuse(asked, "Not pre trusted enroller is trying to delete an enroller");
  const auto removed = store_.remove_member(gone.who, asked.caller, signed_time(asked.now));
  // Whoever is none any more is what was asked for.
  if (!removed && removed.error().code != errc::not_found) return removed.error();
  return outcome{api_status::ok, {}, {gone.who}};
}

authority::answered authority::answer_to(const question& asked, const wire::delete_members&) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->enroller) return refuse(asked, "Non-enroller is trying to delete all members");
  if (!caller->pre_trusted)
    return refuse(asked, "Not pre trusted enroller is trying to delete all members");
  auto removed = store_.remove_added_members(asked.caller, signed_time(asked.now));
  if (!removed) return removed.error();
  return outcome{api_status::ok, {}, std::move(*removed)};
}

authority::answered authority::answer_to(const question& asked, const wire::check_members& some) {
  const auto caller = standing_of(asked.caller);
  if (!caller) return caller.error();
  if (!caller->member) return refuse(asked, "unauthorized member");
  if (some.who.size() > config::members_checked_max)
    return fail(errc::limit,
                "more than " + std::to_string(config::members_checked_max) + " members to check");
  const auto others = store_.strangers(some.who);
  if (!others) return others.error();
  return outcome{api_status::ok, wire::encode(*others), {}};
}

} // namespace ockam::actors
