// One noun of the commands: what a node has several of, can be listed, made and taken away. The
// control actor keeps a table of them and turns paths into calls; fields are those of the control
// contract. Used on the reactor only.
#pragma once
#include "transports/work/port.hpp"
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ockam::actors {

using json = nlohmann::json;
/// Takes what was made, or why not. Called once, on the reactor, at once or later.
using answer = std::function<void(result<json>)>;

/// Whether a worker that somebody asks for can have that address. errc::invalid, already_exists.
status check_new_address(const transports::directory&, std::string_view address);

class resource {
public:
  virtual ~resource() = default;

  // What a resource does not override, its commands can not do: errc::invalid.

  /// All of them, as an array of objects.
  virtual result<json> list() const;
  /// The one of that name. errc::not_found.
  virtual result<json> show(std::string_view name) const;
  /// Makes one. `fields` is an object; errc::invalid names the field that is missing or wrong.
  virtual void create(const json& fields, answer);
  /// Takes one away and returns what it was. errc::not_found.
  virtual result<json> remove(std::string_view name);
  /// From now on nothing new is taken on; `drained` is called once, on the reactor, when nothing is
  /// at work any more. What has no streams is drained at once.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): those with streams keep it
  virtual void drain(std::function<void()> drained) { drained(); }
};

/// Plural nouns as they stand in paths and what they mean.
using resource_table = std::map<std::string, std::unique_ptr<resource>, std::less<>>;

} // namespace ockam::actors
