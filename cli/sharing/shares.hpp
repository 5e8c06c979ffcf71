// What nodes of this home share: outlets with a name and a policy of their own, which say all that is
// known of a share, so that nothing else has to be kept.
//   alias    share-NAME
//   address  share-NAME-END              END: seconds since 1970
//   allow    ockam-share="SHARE"         channels::share as text
#pragma once
#include "channels/identity/own_identity.hpp"
#include "channels/membership/share_link.hpp"
#include "cli/shell/command.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ockam::cli {

struct shared_outlet {
  std::string node, name, to;
  channels::share what;
  std::uint64_t end = 0; ///< seconds since 1970
  std::size_t streams = 0;
};

/// `share-web` of `web`: the outlet's alias.
std::string alias_of_share(const std::string& name);
/// `share-web-1796112000`.
std::string outlet_of_share(const std::string& name, std::uint64_t end);
/// The share that an outlet is, as its node describes it; none if it is another outlet.
std::optional<shared_outlet> share_in(const std::string& node, const nlohmann::json& outlet);

/// Whether a share can be called so. Errors: invalid.
status check_share_name(const std::string& name);
/// Whom a share is for, in a line without quotes. Errors: invalid.
status check_person(const std::string& person);

/// All shares of the nodes that run, by name. Those whose time is over are taken away.
result<std::vector<shared_outlet>> shares_of_home(const invocation&);
/// Ends the outlet, and with it all streams through it. Errors: those of the node.
status end_outlet(const invocation&, const shared_outlet&);

/// The identity of this home with that identifier: who shares is whom guests expect to reach. Errors:
/// not_found; those of load.
result<std::shared_ptr<const channels::own_identity>> load_sharer(const std::filesystem::path& home,
                                                                  const std::string& identifier);

command share_list();
command share_stop();

} // namespace ockam::cli
