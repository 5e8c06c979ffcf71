#include "cli/commands.hpp"
#include "cli/policy_expression.hpp"
#include "cli/resource.hpp"

#include <nlohmann/json.hpp>

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

status create(invocation& call) {
  const auto name = call.args.text("resource"), type = call.args.text("resource-type");
  if (name.has_value() == type.has_value())
    return fail(errc::invalid, "a policy is for a --resource or for a --resource-type",
                "--resource-type tcp-outlet");
  const auto rule = expression_of(call, "allow");
  if (!rule) return rule.error();
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto made = create_at(*node, call, policy_resource,
                              {{"resource", name ? json(*name) : json()},
                               {"resource_type", type ? json(*type) : json()},
                               {"expression", **rule}});
  if (!made) return made.error();
  call.out.created(*made, block_of(call.out, policy_resource, *made), member("expression")(*made));
  return done{};
}

} // namespace

noun policy() {
  return noun_of(
      policy_resource,
      {"create",
       "Say who may use a resource, or all resources of a type; prints the full expression",
       {},
       {{"resource", "NAME", "Alias of an inlet, address of an outlet, name of a relay"},
        {"resource-type", "TYPE", "tcp-inlet, tcp-outlet or relay"},
        {"allow,expression", "EXPRESSION", "Of whom it has to be true", option::required},
        node_option("at,node,n")},
       {"ockam policy create --at n1 --resource-type tcp-outlet --allow role=client",
        "ockam policy create --resource db --expression department=sales"},
       create});
}

} // namespace ockam::cli
