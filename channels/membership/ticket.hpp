// What lets somebody become a member of a project: the project, and a code that its authority takes
// in exchange for membership, a number of times and for a while. How often and how long only the
// authority knows. Source: spec wire §7.7; what ockam-rs 0.150 reads and writes.
//   text   := project route , project identifier , project name , code:hex64 ,
//             project history:hex , authority history:hex , authority route
//   json   := {project_route: {id, route}, project_identifier, project_name, one_time_code,
//              project_change_history, authority_change_history, authority_route}
//   legacy := {one_time_code, project: project.json}
// All three can be read, also as hexadecimal text.
#pragma once
#include "channels/crypto/secret.hpp"
#include "channels/membership/project.hpp"

namespace ockam::channels {

using ticket_code = secret<32>;

struct ticket {
  project where;
  ticket_code code;
};

/// Reads a ticket; blanks around it are ignored. Errors (invalid, denied, limit) name the part that
/// is wrong, and never tell the code.
result<ticket> parse_ticket(std::string_view text);

/// Text and JSON hold the code: they are for whoever is to become a member and for nobody else. A
/// reader of the text takes the first service of the project's route for its id.
std::string to_text(const ticket&);
nlohmann::json to_json(const ticket&);

} // namespace ockam::channels
