#include "actors/control/resource.hpp"

#include "config/text/name.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

error no_such_verb(std::string_view verb) {
  return fail(errc::invalid, "these can not be " + std::string(verb));
}

} // namespace

status check_new_address(const transports::directory& workers, std::string_view address) {
  if (auto good = config::check_name(config::named::worker, address); !address.empty() && !good)
    return good;
  if (workers.find(wire::local(address)).open())
    return fail(errc::already_exists, "the address " + std::string(address) + " is taken",
                "ockam worker list");
  return done{};
}

bool read_or_refuse(config::resource& wanted, const json& body, const answer& to) {
  const auto read = config::read_body(wanted, body);
  if (!read) to(read.error());
  return static_cast<bool>(read);
}

result<json> resource::list() const { return no_such_verb("listed"); }

result<json> resource::show(std::string_view) const { return no_such_verb("shown one by one"); }

// Resources that can create keep the answer: NOLINTNEXTLINE(performance-unnecessary-value-param)
void resource::create_from(const json&, answer to) { to(no_such_verb("created")); }

void resource::change(std::string_view, const json&, const answer& to) {
  to(no_such_verb("changed"));
}

result<json> resource::remove(std::string_view) { return no_such_verb("deleted"); }

} // namespace ockam::actors
