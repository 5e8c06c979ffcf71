// Asks a node as commands ask it: through its control actor.
#pragma once
#include <caf/actor.hpp>
#include <caf/actor_system.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace ockam::tests {

using nlohmann::json;

struct control_answer {
  int status = 0; ///< 0 if there was no answer
  json body;
  std::string error() const; ///< the message of the error; empty if there is none
  std::string code() const;
};

/// Sends a request; the answer is there once the world has gone on far enough.
std::shared_ptr<control_answer> begin_request(caf::actor_system&, const caf::actor& control,
                                              std::string method, std::string path,
                                              const json& body);

} // namespace ockam::tests
