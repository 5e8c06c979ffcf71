// The pages of a node's status port: /healthz, /readyz, /metrics, /show, and / for whoever only
// knocks. They ask the node's control, as commands do, and touch nothing else. Source: spec cli §4.
#pragma once
#include "transports/http/control.hpp"
#include "transports/http/status_server.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace ockam::cli {

/// A GET of the node's control, answered in time or with an error.
using ask_node = std::function<transports::control_reply(transports::control_request)>;
/// What a home knows of its node and the node itself does not: identity_name, is_default.
using describe_self = std::function<nlohmann::json()>;

/// The page at a path; /show?page=2 has the second config::status_page_entries of each list, and
/// each page of it says where the next one is.
transports::status_page status_page_at(const std::string& target, const ask_node&,
                                       const describe_self& known);

/// The parts of a node's description that are not as they were declared:
/// [{"kind":"relays","name","status","reason"}]. Whatever is kept alive must be `up`, and the node
/// a member of its projects.
nlohmann::json not_ready(const nlohmann::json& node);

} // namespace ockam::cli
