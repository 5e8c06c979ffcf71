#include "actors/control/control_requests.hpp"

#include "actors/control/control.hpp"

#include <caf/event_based_actor.hpp>

namespace ockam::tests {

std::string control_answer::error() const {
  return body.contains("error") ? body["error"]["message"] : "";
}

std::string control_answer::code() const {
  return body.contains("error") ? body["error"]["code"] : "";
}

std::shared_ptr<control_answer> begin_request(caf::actor_system& system, const caf::actor& control,
                                              std::string method, std::string path,
                                              const json& body) {
  const auto out = std::make_shared<control_answer>();
  transports::control_request what{std::move(method), std::move(path),
                                   body.is_null() ? std::string{} : body.dump()};
  system.spawn([out, control, what = std::move(what)](caf::event_based_actor* self) {
    self->request(control, caf::infinite, what).then([out](const transports::control_reply& r) {
      *out = {r.status, json::parse(r.body)};
    });
  });
  return out;
}

} // namespace ockam::tests
