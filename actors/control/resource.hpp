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

/// Where a resource writes down what it has learnt and must know again after the next start. It is
/// written after the call; what can not be is said in the log. Safe to be kept for long.
struct notebook {
  /// Adds to what is declared under that name, or takes away what is null; nothing if nobody
  /// declared it here.
  std::function<void(const std::string& name, const json& fields)> amend;
  /// As if somebody had declared it: create() gets the fields.
  std::function<void(const std::string& name, const json& fields)> put;
  std::function<void(const std::string& name)> forget;
};

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
  /// Changes the one of that name: what can be changed of it is said by `fields`. errc::not_found.
  virtual void change(std::string_view name, const json& fields, const answer&);
  /// Takes one away and returns what it was. errc::not_found.
  virtual result<json> remove(std::string_view name);
  /// Once, before anything is restored; not at all where nothing is kept.
  virtual void take_notebook(notebook /*notes*/) {}
  /// From now on nothing new is taken on; `drained` is called once, on the reactor, when nothing is
  /// at work any more. What has no streams is drained at once.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): those with streams keep it
  virtual void drain(std::function<void()> drained) { drained(); }
  /// Ends what is at work, after drain(); its peers are told that this is no proper end.
  virtual void give_up() {}
};

/// Plural nouns as they stand in paths and what they mean.
using resource_table = std::map<std::string, std::unique_ptr<resource>, std::less<>>;

} // namespace ockam::actors
