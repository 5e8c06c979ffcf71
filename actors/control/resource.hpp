// A resource is one noun of the commands: a kind of thing that a node has several of, and that can
// be listed, made and taken away. The control actor keeps a table of resources and turns paths into
// calls; fields are those of docs/operations.md. Used on the reactor only.
#pragma once
#include "config/spec/resource.hpp"
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
/// Takes the description of what was made, or the error. Called once, on the reactor, at once or
/// later.
using answer = std::function<void(result<json>)>;

/// Whether a worker that somebody asks for can have that address. Errors: invalid, already_exists.
status check_new_address(const transports::directory&, std::string_view address);

/// A resource writes down here what it has learnt and must know again after the next start. Writing
/// happens after the call; the log says when it fails. A notebook may be kept for long.
struct notebook {
  /// Adds fields to what is declared under that name, and takes away those that are null. Does
  /// nothing if nobody declared it here.
  std::function<void(const std::string& name, const json& fields)> amend;
  /// Notes a resource as if somebody had declared it: it is made again after the next start.
  std::function<void(const std::string& name, const json& fields)> put;
  std::function<void(const std::string& name)> forget;
};

class resource {
public:
  virtual ~resource() = default;

  // A command whose function a resource does not override fails with errc::invalid.

  /// All resources of this noun, as an array of objects.
  virtual result<json> list() const;
  /// The resource of that name. Errors: not_found.
  virtual result<json> show(std::string_view name) const;
  /// Makes a resource of the body of a request. Errors: invalid, naming the field that is missing or
  /// wrong.
  virtual void create_from(const json& body, answer);
  /// Changes what `fields` says of the resource of that name. Errors: not_found.
  virtual void change(std::string_view name, const json& fields, const answer&);
  /// Takes a resource away and returns what it was. Errors: not_found.
  virtual result<json> remove(std::string_view name);
  /// Called once, before anything is restored; not at all where nothing is kept.
  virtual void take_notebook(notebook /*notes*/) {} // NOLINT(performance-unnecessary-value-param)
  /// Takes on nothing new from now on, and calls `drained` once, on the reactor, when nothing is at
  /// work any more. A resource without streams calls it at once.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): those with streams keep it
  virtual void drain(std::function<void()> drained) { drained(); }
  /// The next process of this node serves: listens no more, goes on with what others have by this
  /// one, and calls `left` once when nobody has anything any more.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): those with streams keep it
  virtual void leave(std::function<void()> left) { left(); }
  /// Ends what is at work after drain(), and tells its peers that this is no proper end.
  virtual void give_up() {}
  /// What drain() waits for, as `node stop` says it, where lists do not show it: `2 links that others
  /// use`. Empty: nothing.
  virtual std::string waits_for() const { return {}; }
};

/// Fills what is wanted from the body of a request, or answers what is wrong with it.
bool read_or_refuse(config::resource& wanted, const json& body, const answer&);

/// A resource of which a struct says all that can be asked for.
template <class Kind>
class resource_of_kind : public resource {
public:
  /// Makes one as it is wanted. Fields that have to be there are there.
  virtual void create(const Kind& wanted, const answer&) = 0;

private:
  void create_from(const json& body, answer to) final {
    Kind wanted;
    // Qualified: nobody looks into `answer`, whose json is not known here.
    if (actors::read_or_refuse(wanted, body, to)) this->create(wanted, to);
  }
};

/// The resources by their plural nouns, as paths have them.
using resource_table = std::map<std::string, std::unique_ptr<resource>, std::less<>>;

} // namespace ockam::actors
