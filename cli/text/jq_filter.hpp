// Programs of jq, as --jq has them. The library is loaded when a command is told to use one, and
// never by a node: most homes need none, and it would cost each process memory.
#pragma once
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <vector>

struct jq_state;

namespace ockam::cli {

class jq_filter {
public:
  /// Errors: invalid, with what jq says of the program; unavailable, if there is no libjq.
  static result<jq_filter> compile(const std::string& program);

  /// What the program makes of a value, in that order. Errors: invalid, with what jq says.
  result<std::vector<nlohmann::json>> run(const nlohmann::json&) const;

private:
  explicit jq_filter(std::shared_ptr<jq_state> state) : state_(std::move(state)) {}

  std::shared_ptr<jq_state> state_;
};

} // namespace ockam::cli
