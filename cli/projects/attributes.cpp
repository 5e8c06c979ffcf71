#include "cli/projects/attributes.hpp"

#include "config/text/name.hpp"

namespace ockam::cli {

std::vector<option> attribute_options() {
  return {{"attribute", "KEY=VALUE", "What the member is; may be repeated", option::repeated},
          {"relay", "NAME", "Relay name that the member may register; * for any"},
          {"team", "NAME", "Where members are isolated: it reaches relays of members of this team"},
          {"reach", "NAME", "Where members are isolated: relays it reaches; a,b or * for any"},
          {"enroller", "", "The member may make tickets and members, too"},
          {"sharer", "", "The member may let in guests to what it shares: ockam share"}};
}

result<wire::attribute_map> attributes_of(const invocation& call) {
  wire::attribute_map all;
  for (const auto& each : call.args.texts("attribute")) {
    const auto sign = each.find('=');
    if (sign == 0) return fail(errc::invalid, "--attribute " + each + " is not KEY=VALUE");
    if (sign == std::string::npos) { // what somebody is: policies ask for `(= subject.KEY "true")`
      all.insert_or_assign(each, "true");
      continue;
    }
    all.insert_or_assign(each.substr(0, sign), each.substr(sign + 1));
  }
  if (const auto relay = call.args.text("relay")) {
    if (auto good = config::check_name(config::named::relay, *relay); !good) return good.error();
    all.insert_or_assign("ockam-relay", *relay);
  }
  if (const auto team = call.args.text("team")) all.insert_or_assign("ockam-team", *team);
  if (const auto reach = call.args.text("reach")) all.insert_or_assign("ockam-reach", *reach);
  if (call.args.flag("enroller") && call.args.flag("sharer"))
    return fail(errc::invalid, "--enroller and --sharer exclude each other",
                "an enroller may share, too");
  if (call.args.flag("sharer")) all.insert_or_assign("ockam-role", "sharer");
  if (call.args.flag("enroller")) all.insert_or_assign("ockam-role", "enroller");
  return all;
}

std::string attributes_text(const wire::attribute_map& attributes) {
  std::string text;
  for (const auto& [key, value] : attributes)
    text.append(text.empty() ? "" : ", ").append(key).append("=").append(value);
  return text;
}

} // namespace ockam::cli
