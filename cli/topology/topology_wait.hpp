// Waits for what was declared to work.
#pragma once
#include "cli/home/node_client.hpp"
#include "cli/topology/topology_plan.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ockam::cli {

/// A way to ask a node.
using node_opener = std::function<result<std::unique_ptr<node_client>>(const std::string&)>;

/// Time that a resource may take until it works; 0 if nobody waits for it.
std::chrono::milliseconds wait_of(const config::on_node&);

/// Asks the nodes until all is up, or its time is over. `waits` are those of `all`. Returns what is
/// not up, and why: `tcp-inlet web at n1: connecting (connection refused)`.
std::vector<std::string> wait_until_up(const node_opener&, const std::vector<wanted_resource>& all,
                                       const std::vector<std::chrono::milliseconds>& waits);

/// Asks the node until it is a member of all its projects, or time is over. Returns why it is not:
/// `node b is not in project office: …`; empty if it is.
std::string why_no_member(const node_opener&, const std::string& node,
                          std::chrono::milliseconds wait);

} // namespace ockam::cli
