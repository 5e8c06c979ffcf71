// The pages of a node's status port: /healthz, /readyz, /metrics, /show, and / for who only knocks.
// What the node says is asked of its control like commands do; nothing else of it is touched.
// Source: spec cli §4.
#pragma once
#include "transports/http/control.hpp"
#include "transports/http/status_server.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace ockam::cli {

/// A GET of the node's control, answered in time or with an error.
using ask_node = std::function<transports::control_reply(transports::control_request)>;

/// `identity`: the name of the node's own.
transports::status_page status_page_at(const std::string& path, const ask_node&,
                                       const std::string& identity);

/// What of a node's description is not as it was declared:
/// [{"kind":"relays","name","status","reason"}]. Whatever is kept alive must be `up`, and the node
/// a member of its projects.
nlohmann::json not_ready(const nlohmann::json& node);

} // namespace ockam::cli
