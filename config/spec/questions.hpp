// What a node is asked once, and does not keep: messages, pings and traces of routes, what the
// authority of a project gave somebody, and whom an inlet keeps to.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct route_question : resource {
  std::string to, identity;
  texts authorized;
  time_span timeout;
};

struct message final : route_question {
  wire::bytes payload;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&message::to, "", "", "", route, "to", needed},
        {&message::timeout, "", "", "", duration, "timeout_ms"},
        {&message::authorized, "", "", "", identifier, "authorized"},
        {&message::identity, "", "", "", text, "identity"},
        {&message::payload, "", "", "", hexadecimal, "payload_hex", needed}};
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "message", .plural = "messages", .fields = fields, .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

struct route_ping final : route_question {
  std::uint64_t count = 1, interval_ms = 0;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{{&route_ping::to, "", "", "", route, "to", needed},
                                 {&route_ping::timeout, "", "", "", duration, "timeout_ms"},
                                 {&route_ping::authorized, "", "", "", identifier, "authorized"},
                                 {&route_ping::identity, "", "", "", text, "identity"},
                                 {&route_ping::count, "", "", "", number, "count"},
                                 {&route_ping::interval_ms, "", "", "", number, "interval_ms"}};
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "route-ping", .plural = "route-pings", .fields = fields, .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

struct route_trace final : route_question {
  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{{&route_trace::to, "", "", "", route, "to", needed},
                                 {&route_trace::timeout, "", "", "", duration, "timeout_ms"},
                                 {&route_trace::authorized, "", "", "", identifier, "authorized"},
                                 {&route_trace::identity, "", "", "", text, "identity"}};
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "route-trace", .plural = "route-traces", .fields = fields, .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

/// An authority to trust, and a credential of it to show.
struct credential final : resource {
  wire::bytes authority, shown; ///< its change history; empty if there is nothing to show

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&credential::authority, "", "", "", hexadecimal, "authority", needed},
        {&credential::shown, "", "", "", hexadecimal, "credential"}};
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "credential", .plural = "credentials", .fields = fields, .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

/// Whom an inlet keeps to from now on.
struct kept_peer final : resource {
  std::string trust; ///< empty: whoever was there the last time

  static fields_of_kind fields() {
    static constexpr field all[]{{&kept_peer::trust, "", "", "", value_kind::identifier, "trust"}};
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "kept-peer", .plural = "kept-peers", .fields = fields, .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
