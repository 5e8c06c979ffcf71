#include "cli/sharing/shares.hpp"

#include "cli/home/home.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/node_answer.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/json_text.hpp"
#include "config/text/name.hpp"
#include "transports/io/clock.hpp"
#include "wire/text.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

constexpr std::string_view prefix = "share-";
constexpr std::size_t name_size_max =
                          40, // bytes: an address has at most 64, and the end stands in it
    person_size_max = 64;     // bytes: it stands in an attribute and in a table
constexpr auto outlets = "/v1/tcp-outlets";

/// The text in quotes of `(= subject.ockam-share "TEXT")`.
std::string_view quoted_in(std::string_view policy) {
  const auto first = policy.find('"'), last = policy.rfind('"');
  if (policy.find("subject.ockam-share ") == policy.npos || first == last) return {};
  return policy.substr(first + 1, last - first - 1);
}

} // namespace

std::string alias_of_share(const std::string& name) { return std::string(prefix) + name; }

std::string outlet_of_share(const std::string& name, std::uint64_t end) {
  return alias_of_share(name) + '-' + std::to_string(end);
}

std::optional<shared_outlet> share_in(const std::string& node, const nlohmann::json& outlet) {
  const auto alias = config::text_in(outlet, "alias"), address = config::text_in(outlet, "address"),
             allow = config::text_in(outlet, "allow");
  if (!alias.starts_with(prefix) || !address.starts_with(alias + '-')) return {};
  const auto end = wire::whole_number<std::uint64_t>(address.substr(alias.size() + 1));
  auto what = channels::parse_share(quoted_in(allow));
  if (!end || !what) return {};
  return shared_outlet{node,
                       alias.substr(prefix.size()),
                       config::text_in(outlet, "to"),
                       std::move(*what),
                       *end,
                       outlet.value("streams", std::size_t{0})};
}

status check_share_name(const std::string& name) {
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '_';
  };
  if (!name.empty() && name.size() <= name_size_max
      && std::all_of(name.begin(), name.end(), is_good))
    return done{};
  return fail(errc::invalid, "--name \"" + name + "\" is no name of a share",
              "1 to " + std::to_string(name_size_max)
                  + " letters, digits, '-' or '_', such as my-web");
}

status check_person(const std::string& person) {
  const auto is_bad = [](unsigned char c) { return c < ' ' || c == 0x7f || c == '"' || c == '\\'; };
  if (person.size() <= person_size_max && std::none_of(person.begin(), person.end(), is_bad))
    return done{};
  return fail(errc::invalid, "--to is a line of at most " + std::to_string(person_size_max)
                                 + " bytes without quotes, such as ann@example.net");
}

result<std::vector<shared_outlet>> shares_of_home(const invocation& call) {
  OCKAM_TRY(nodes, call.host.nodes.node_names());
  const auto now = transports::system_wall_clock{}.now();
  std::vector<shared_outlet> all;
  for (const auto& node : nodes) {
    auto client = call.host.nodes.open(node);
    if (!client) continue; // it does not run, and shares nothing now
    const auto asked = selected_node{node, std::move(*client)};
    OCKAM_TRY(list, list_from(asked, asked.client->get(outlets)));
    for (const auto& each : list) {
      auto one = share_in(node, each);
      if (one && one->end <= now)
        static_cast<void>(end_outlet(call, *one)); // nobody may use it any more
      else if (one)
        all.push_back(std::move(*one));
    }
  }
  std::ranges::sort(all, {}, &shared_outlet::name);
  return all;
}

status end_outlet(const invocation& call, const shared_outlet& gone) {
  OCKAM_TRY(client, call.host.nodes.open(gone.node));
  const auto removed = client->remove(path_of(outlets, alias_of_share(gone.name)));
  if (!removed && removed.error().code != errc::not_found) return removed.error();
  return done{};
}

result<std::shared_ptr<const channels::own_identity>> load_sharer(const std::filesystem::path& home,
                                                                  const std::string& identifier) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(all, state.identities().all());
  const auto who = std::ranges::find(all, identifier, &config::identity_record::identifier);
  if (who != all.end()) return load(home, *who);
  return fail(errc::not_found, "identity " + identifier + ", who shares, is not in this home",
              "ockam identity list");
}

} // namespace ockam::cli
