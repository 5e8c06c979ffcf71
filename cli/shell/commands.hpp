// Every noun of the command line has a factory, next to its verbs.
#pragma once
#include "cli/shell/command.hpp"

namespace ockam::cli {

noun authority();
noun completion();
noun completion_values();
noun config_files();
noun credential();
noun trust_context();
noun doctor();
noun enroll();
noun environment();
noun export_nodes();
noun forwarder();
noun fowarder();
noun hub();
noun identity();
noun manpages();
noun markdown();
noun message();
noun node();
noun open();
noun policy();
noun project();
noun access();
noun support_bundle();
noun audit();
noun project_member();
noun relay();
noun reset();
noun route();
noun run_files();
noun secure_channel();
noun secure_channel_listener();
noun service();
noun share();
noun space();
noun status_of_nodes();
noun tcp_connection();
noun tcp_inlet();
noun tcp_listener();
noun tcp_outlet();
noun ticket();
noun vault();
noun version();
noun worker();

/// The whole table, in the order of the help text.
std::vector<noun> all_nouns();

} // namespace ockam::cli
