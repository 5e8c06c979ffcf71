// What somebody must know of a project to be its member: where it is, and whom to trust there. It
// holds no secrets. Source: spec wire §10.2, cli §1.9; what ockam-rs 0.150 imports.
//   project.json := {id, name, space_id, space_name, access_route, identity,
//                    project_change_history, authority_access_route, authority_identity, ...}
// An identity is written as its identifier, its history as hexadecimal text. `authority_identity`
// is a history in spite of its name.
#pragma once
#include "channels/identity/identity.hpp"
#include "wire/routing/multiaddr.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace ockam::channels {

struct project {
  std::string id; ///< the worker through which its node is reached: the first service of `route`
  std::string name;
  std::string space_id, space_name; ///< may be empty
  wire::multiaddr route;            ///< up to the listener of secure channels of its node
  identifier node;
  std::optional<identity> node_history; ///< history of `node`; older files lack it
  wire::multiaddr authority_route;
  identity authority;
};

/// Reads project.json. Errors (invalid, denied) name the key that is wrong.
result<project> parse_project(std::string_view json);
/// The project as project.json, with every key that the reference wants.
nlohmann::json to_json(const project&);

// -- parts, for those that read what holds them ------------------------------------

/// A project's parts as texts. Optional parts are empty if they are missing.
struct project_texts {
  std::string id, name, space_id, space_name, route, node, node_history, authority_route, authority;
};
/// Checks all parts. Errors begin with the part's name in `names`, and never tell its text, which
/// may be a secret in the wrong place.
result<project> make_project(const project_texts&, const project_texts& names);
/// The project that an object of project.json describes.
result<project> project_from(const nlohmann::json& object);

/// The first service of a route: what a project is called where it is reached.
std::string first_service(const wire::multiaddr& route);

} // namespace ockam::channels
