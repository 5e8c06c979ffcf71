// A ticket by which an identity becomes a member of a project before nodes are made.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct ticket final : resource {
  std::string text; ///< the ticket itself, or a file that holds it
  std::string identity;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&ticket::text, "ticket,path,enrollment-ticket", "TICKET|FILE", "Ticket of a project",
         value_kind::text, "", option::required},
        {&ticket::identity, "identity", "NAME",
         "Who becomes a member; without it the node's identity"},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "ticket",
                                          .plural = "tickets",
                                          .fields = fields,
                                          .name = "ticket",
                                          .word_is_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
