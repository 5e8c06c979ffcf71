// $OCKAM_HOME as verbs see it: the names are in its store, and a lock says which nodes run. Looking
// makes nothing: without a database there are no nodes.
#pragma once
#include "cli/home/home.hpp"
#include "config/store/state_store.hpp"

#include <optional>

namespace ockam::cli {

class home_directory : public home {
public:
  result<std::string> default_node() override;
  result<std::vector<std::string>> node_names() override;
  result<std::vector<std::string>> hubs() override;
  result<std::uint16_t> port_of(const std::string& name) override;
  std::string status_address_of(const std::string& name) override;
  std::string identity_of(const std::string& name) override;
  result<std::unique_ptr<node_client>> open(const std::string& name) override;
};

/// The name of the setting that holds the hubs: a route on each line.
inline constexpr auto hub_setting = "hub";

/// OCKAM_HOME as messages show it.
std::string home_text();
/// The same for a home where there is nothing; it also tells of a service's home beside it.
std::string nothing_in_home();

/// Whether this user may know of a node. Errors: denied, with the user whose node it is.
status check_may_look(const std::filesystem::path& home, const std::string& node);

/// The state of OCKAM_HOME, if there is any: for verbs that only look.
result<std::optional<config::state_store>> existing_state();

/// The state of OCKAM_HOME, made if need be: for verbs that change it.
result<config::state_store> open_state();

} // namespace ockam::cli
