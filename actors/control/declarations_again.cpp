// What is asked for again: a script that runs another time.
#include "actors/control/declarations.hpp"
#include "config/files/comparison.hpp"
#include "config/spec/kinds.hpp"

namespace ockam::actors {

namespace {

error declared_otherwise(const config::declaration& there, const std::vector<std::string>& differ,
                         const json& wanted, const json& body) {
  const auto noun = std::string(config::kind_of(there.kind)->noun);
  return fail(errc::already_exists,
              noun + " " + there.name
                  + " exists already: " + config::told_difference(differ, wanted, body),
              "another name, or first: ockam " + noun + " delete " + there.name);
}

json unchanged(json shown) {
  shown["changed"] = false;
  return shown;
}

} // namespace

/// Whether that is declared already, in the same way or in another one, and so there is an answer.
/// A rule gives way to another one.
bool declarations::answered_already(const kind& what, const json& fields, const answer& to) {
  const auto known = namesake(what, fields);
  if (!known) return false;
  auto wanted = fields;
  wanted.erase("no_connection_wait"); // says how it is made, not what it is
  const auto differ = config::differing_fields(what, wanted, known->body);
  if (differ.empty()) {
    answer_again(known, to);
    return true;
  }
  if (what.plural == config::policy::its_kind.plural) return false;
  to(declared_otherwise(known->what, differ, wanted, known->body));
  return true;
}

/// What is declared under a name that is asked for again; null if there is nothing.
declarations::entry_ptr declarations::namesake(const kind& what, const json& fields) const {
  const auto of_kind = [&what](const auto& each) { return each.first.first == what.plural; };
  for (const auto& each : entries_)
    if (of_kind(each) && config::are_namesakes(what, fields, each.second->body)) return each.second;
  return nullptr;
}

/// Scripts run again: what they make again is there. If it could not be brought about so far, it is
/// tried now.
void declarations::answer_again(const entry_ptr& known, const answer& to) {
  const auto tell = [this, known, to] {
    auto shown = show(known->what.kind, known->what.name);
    to(shown ? result<json>(unchanged(std::move(*shown))) : shown);
  };
  // behind whatever is being written down now, this declaration maybe
  if (known->reason.empty() || known->trying)
    return write([] { return status(done{}); }, [tell](const status&) { tell(); });
  resource_of(known->what.kind).create_from(known->body, [known, tell, to](result<json> made) {
    if (!made) return to(std::move(made));
    known->reason.clear();
    tell();
  });
}

} // namespace ockam::actors
