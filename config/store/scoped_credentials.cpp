#include "config/store/scoped_credentials.hpp"

#include "config/base/json_text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::config {

namespace {

using nlohmann::json;

/// A setting of the home; what it says is an object by authority.
std::string key_of(const std::string& scope, const std::string& subject) {
  return "credentials of " + subject + " in " + scope;
}

result<json> object_of(state_store& state, const std::string& scope, const std::string& subject) {
  OCKAM_TRY(kept, state.setting(key_of(scope, subject)));
  auto all = json::parse(kept.value_or("{}"), nullptr, false);
  return all.is_object() ? std::move(all) : json::object();
}

} // namespace

status keep_in_scope(state_store& state, const std::string& scope, const std::string& subject,
                     const trust_record& what) {
  OCKAM_TRY(all, object_of(state, scope, subject));
  all[what.authority] = {{"history", what.history}, {"credential", what.credential}};
  return state.set_setting(key_of(scope, subject), all.dump());
}

result<std::vector<trust_record>> kept_in_scope(state_store& state, const std::string& scope,
                                                const std::string& subject) {
  OCKAM_TRY(all, object_of(state, scope, subject));
  std::vector<trust_record> found;
  for (const auto& [authority, what] : all.items())
    found.push_back({authority, text_in(what, "history"), text_in(what, "credential")});
  if (!found.empty()) return found;
  return fail(errc::not_found, "no credential of " + subject + " is kept in scope " + scope,
              "ockam credential store --scope " + scope + " --issuer NAME --credential-path FILE");
}

} // namespace ockam::config
