#include "config/spec/policy.hpp"

#include "channels/policy/resource_types.hpp"
#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {
namespace {

using nlohmann::json;

std::string target_of(const json& object) {
  const auto resource = member("resource")(object);
  return resource.empty() ? "all of type " + member("resource_type")(object) : resource;
}

const resource policy_resource{
    .noun = "policy",
    .summary = "Who may use what a node offers, by what an authority says of them",
    .path = "/v1/policies",
    .name = "policy",
    .heading = "Policy",
    .key = "TARGET",
    .selector = "at,node,n",
    .fields = {{"Resource", target_of}, {"Expression", member("expression")}},
    .plural = "policies",
};

/// `--resource tcp-outlet` of 2023 means all of that type.
void take_type(config::policy& wanted) {
  const auto& types = channels::resource_types::all;
  if (!wanted.target_type.empty()
      || std::find(std::begin(types), std::end(types), wanted.target) == std::end(types))
    return;
  wanted.target_type = std::move(wanted.target);
  wanted.target.clear();
}

status create_policy(invocation& call) {
  config::policy wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  take_type(wanted);
  if (wanted.target.empty() == wanted.target_type.empty())
    return fail(errc::invalid, "a policy is for a --resource or for a --resource-type",
                "--resource-type tcp-outlet");
  if (!wanted.target.empty()) {
    OCKAM_TRY(target, worker_address(wanted.target));
    wanted.target = std::move(target);
  }
  if (const auto rule = expression_of(call, "allow"); !rule) return rule.error();
  OCKAM_TRY(body, completed_body(wanted, {}));
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(made, object_from(node, node.client->post(policy_resource.path, body)));
  if (const auto guards = made.find("guards"); guards != made.end() && guards->empty())
    call.out.note(
        "nothing on node " + node.name + " is called " + wanted.target
        + " now: the policy waits for an outlet, an inlet or a relay with that address or "
          "alias");
  call.out.created(made, block_of(call.out, policy_resource, made), member("expression")(made));
  return done{};
}

} // namespace

noun policy() {
  return noun_of(
      policy_resource,
      {"create",
       "Say who may use a resource, or all resources of a type; prints the full expression",
       {},
       options_of(config::policy::fields()),
       {"ockam policy create --at n1 --resource-type tcp-outlet --allow role=client",
        "ockam policy create --resource db --expression department=sales"},
       create_policy});
}

} // namespace ockam::cli
