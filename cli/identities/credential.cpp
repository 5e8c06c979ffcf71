#include "cli/home/credential_text.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/projects/attributes.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/text/duration.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/store/scoped_credentials.hpp"
#include "transports/io/clock.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using channels::presented_credential;
using nlohmann::json;

constexpr auto resource_path = "/v1/credentials";

/// A credential as a block of lines: one that a node has of a peer, or its own, which has more.
std::string block(const output& out, const json& object) {
  std::string text = out.bold("Credential:");
  for (const auto& [label, key] : {std::pair("Subject", "identifier"), {"Issuer", "authority"}})
    text += "\n  " + std::string(label) + ": " + member(key)(object);
  const auto end = object.value("expires_at", std::uint64_t{});
  return text + "\n  Attributes: " + attributes_text(object.at("attributes"))
         + "\n  Expires At: " + (end == 0 ? "" : utc_time(end));
}

/// A history, or an identity of this home by its identifier or name.
result<channels::identity> identity_meant(const std::string& given) {
  if (auto who = channels::identity::import(given)) return who;
  OCKAM_TRY(home, config::home());
  if (wire::identifier::parse(given)) {
    OCKAM_TRY(state, open_state());
    OCKAM_TRY(all, state.identities().all());
    for (const auto& each : all)
      if (each.identifier == given) return channels::identity::import(each.history);
  }
  OCKAM_TRY(record, known_identity(home, given));
  return channels::identity::import(record.history);
}

/// The identifier of whom a credential is for: any identifier, or an identity of this home by name.
result<wire::identifier> subject_meant(const std::string& given) {
  if (auto who = wire::identifier::parse(given)) return who;
  const auto who = identity_meant(given);
  if (who) return who->id();
  return who.error().code == errc::not_found ? who.error() : wire::identifier::parse(given).error();
}

// -- issue ------------------------------------------------------------------------------

result<json> issue(const invocation& call, presented_credential& out) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(subject, subject_meant(*call.args.text("for")));
  OCKAM_TRY(attributes, attributes_of(call));
  OCKAM_TRY(ttl, parse_lifetime(call.args.text("ttl").value_or("30m")));
  OCKAM_TRY(record, asked_identity(home, call.args.text("as")));
  OCKAM_TRY(issuer, channels::identity::import(record.history));
  OCKAM_TRY(key, signing_key_of(home, record));
  if (const auto good = check_clock(home); !good) return good.error();
  // One reading of the clock for both: a credential is not older than the key that signs it.
  const auto now = transports::system_wall_clock{}.now();
  const channels::validity valid{now, now + static_cast<channels::timestamp>(ttl.count())};
  if (valid.until > issuer.latest().attestations.until)
    return fail(errc::invalid, "--ttl: identity " + record.name + " itself does not hold so long");
  config::secret_key random;
  transports::system_randomness{}.fill(random.fill());
  OCKAM_TRY(signer,
            channels::signing_key::from(channels::signature_scheme::ed25519, std::move(random)));
  constexpr std::uint64_t schema = 1; // what the reference writes
  const channels::credential content{
      subject, {}, schema, {attributes.begin(), attributes.end()}, valid};
  out = channels::issue(content, signer, channels::attest(issuer, key, signer.public_key(), valid));
  return json{{"identifier", to_string(subject)}, {"authority", to_string(issuer.id())},
              {"created_at", content.valid.from}, {"attributes", content.attributes},
              {"expires_at", valid.until},        {"credential", to_hex(out)}};
}

status run_issue(invocation& call) {
  presented_credential made;
  OCKAM_TRY(issued, issue(call, made));
  call.out.answer(issued, issued.at("credential").get<std::string>());
  return done{};
}

// -- verify -----------------------------------------------------------------------------

result<presented_credential> credential_of(const invocation& call) {
  auto text = call.args.text("credential");
  const auto file = call.args.text("credential-path");
  if (text.has_value() == file.has_value())
    return fail(errc::invalid, "the credential is missing, or is there twice",
                "--credential HEX, or --credential-path FILE");
  if (file) {
    OCKAM_TRY(read, read_given(call, *file, config::identity_text_size_max, "a credential"));
    text = std::move(read);
  }
  auto shown = parse_credential(*text);
  if (!shown) return fail(errc::invalid, "this is no credential", "ockam credential issue");
  return std::move(*shown);
}

result<channels::identity> issuer_of(const invocation& call) {
  return identity_meant(*call.args.text("issuer"));
}

result<json> verify(const presented_credential& shown, const channels::identity& issuer) {
  OCKAM_TRY(subject, subject_of(shown));
  OCKAM_TRY(said, channels::verify(shown, issuer, subject, transports::system_wall_clock{}.now()));
  return json{{"identifier", to_string(subject)},
              {"authority", to_string(issuer.id())},
              {"attributes", said.attributes},
              {"expires_at", said.valid.until}};
}

status run_verify(invocation& call) {
  OCKAM_TRY(shown, credential_of(call));
  OCKAM_TRY(issuer, issuer_of(call));
  OCKAM_TRY(said, verify(shown, issuer));
  call.out.answer(said, block(call.out, said));
  return done{};
}

// -- store, list ------------------------------------------------------------------------

/// Keeps a credential for a node that is made later.
status store_in_scope(invocation& call, const presented_credential& shown,
                      const channels::identity& issuer, const std::string& scope) {
  OCKAM_TRY(said, verify(shown, issuer));
  OCKAM_TRY(state, open_state());
  const auto subject = said.at("identifier").get<std::string>();
  const config::trust_record kept{to_string(issuer.id()), issuer.to_hex(), to_hex(shown)};
  if (auto noted = config::keep_in_scope(state, scope, subject, kept); !noted) return noted;
  said["scope"] = scope;
  call.out.created(said, block(call.out, said), subject);
  return done{};
}

/// The node says whether it is its own; then it is noted, so that the node has it the next time.
status run_store(invocation& call) {
  OCKAM_TRY(shown, credential_of(call));
  OCKAM_TRY(issuer, issuer_of(call));
  OCKAM_TRY(scope, word_or_option(call, 0, "scope"));
  if (scope && !call.args.text("at")) return store_in_scope(call, shown, issuer, *scope);
  OCKAM_TRY(node, select_node(call, "at"));
  const auto text = to_hex(shown), history = issuer.to_hex();
  OCKAM_TRY(made, object_from(node, node.client->post(resource_path, {{"authority", history},
                                                                      {"credential", text}})));
  OCKAM_TRY(state, open_state());
  const config::trust_record kept{to_string(issuer.id()), history, text};
  if (auto noted = state.trusted().put(node.name, kept); !noted) return noted;
  if (scope)
    if (auto noted = config::keep_in_scope(state, *scope, member("identifier")(made), kept); !noted)
      return noted;
  call.out.created(made, block(call.out, made), member("identifier")(made));
  return done{};
}

status run_list(invocation& call) {
  OCKAM_TRY(node, select_node(call, "at"));
  OCKAM_TRY(all, list_from(node, node.client->get(resource_path)));
  for (const auto& [option, key] : {std::pair("subject", "identifier"), {"issuer", "authority"}})
    if (const auto wanted = call.args.text(option))
      all.erase(
          std::remove_if(all.begin(), all.end(),
                         [&, key = key](const auto& one) { return member(key)(one) != *wanted; }),
          all.end());
  std::string text;
  for (const auto& each : all) text += (text.empty() ? "" : "\n") + block(call.out, each);
  if (all.empty()) call.out.note("no peer of node " + node.name + " shows a credential");
  if (!all.empty() || call.out.as == format::json) call.out.answer(all, text);
  return done{};
}

const option text_option{"credential", "HEX", "What `credential issue` printed"};
const option file_option{"credential-path", "FILE", "The same in a file; - is standard input"};
const option issuer_option{"issuer", "IDENTIFIER|NAME|HISTORY",
                           "Who should have given it: an identity of this home, or its history",
                           option::required};

} // namespace

noun credential() {
  return {
      "credential",
      "What an authority says of somebody, signed: for policies, without a project",
      {{"issue",
        "Sign what somebody is, for a while, and print it",
        {},
        {{"as", "NAME", "Identity that signs; without it the default identity"},
         {"for", "IDENTIFIER|NAME|HISTORY", "Of whom it is said", option::required},
         {"attribute,a", "KEY=VALUE", "What it is; may be repeated", option::repeated},
         {"ttl", "TIME", "How long it holds: 30s, 10m, 2h, 7d; default 30m"}},
        {"ockam credential issue --as authority --for "
         "I5f9d3b8f9a7c5f0c6b3f1d2e4a6b8c0d1e3f5a7b9c1d3e5f7a9b1c3d5e7f9a1b --attribute "
         "role=client --ttl 1h"},
        run_issue},
       {"verify",
        "Check who issued a credential and that it holds, and print what it says",
        {},
        {issuer_option, text_option, file_option},
        {"ockam credential verify --issuer authority --credential-path credential.txt"},
        run_verify},
       {"store",
        "Let a node trust an authority and show what that gave it, now and when it starts again",
        {{"NAME", "The same as --scope NAME"}},
        {issuer_option,
         text_option,
         file_option,
         node_option("at,node,n"),
         {"scope", "NAME",
          "Keep it for the node that is made with --credential-scope NAME; without --at no node "
          "has it before"}},
        {"ockam credential store --at n1 --issuer authority --credential-path credential.txt",
         "ockam credential store --scope office --issuer authority --credential-path "
         "credential.txt"},
        run_store},
       {"list",
        "List what authorities say of those whom a node has channels with",
        {},
        {node_option("at,node,n"),
         {"subject", "IDENTIFIER", "Only what is said of that identity"},
         {"issuer", "IDENTIFIER", "Only what that authority says"}},
        {"ockam credential list --at n1"},
        run_list}}};
}

} // namespace ockam::cli
