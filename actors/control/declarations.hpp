// What somebody declared on this node, next to what the node has of it. A declaration is written to
// the store before whoever made it is answered, and is there again after every start. One that
// cannot be brought about is listed as `down` with its reason, and tried again until it is deleted.
// Kinds that are not declared, and what others have here (hosted relays, accepted connections),
// pass through unchanged. Used on its owner's reactor only.
#pragma once
#include "actors/control/resource.hpp"
#include "config/store/declaration_records.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <nlohmann/json.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ockam::actors {

/// Keeps declarations. The functions are called off the reactor, one at a time, because they write
/// files; without them nothing is kept.
struct declaration_store {
  std::function<status(const config::declaration&)> put{};
  std::function<status(const config::declaration&)> forget{};
  /// What was declared before this start, oldest first.
  std::vector<config::declaration> declared{};
};

class declarations {
public:
  /// `resources` and `owner` outlive this object.
  declarations(transports::pinned_actor& owner, std::string node, resource_table& resources,
               declaration_store);

  // These do what the functions of `resource` do. Lists also have what is declared and not there,
  // and `"declared_by"` in all that was declared. `noun` is one of the resource table.

  result<json> list(std::string_view noun) const;
  result<json> show(std::string_view noun, std::string_view name) const;
  /// The field `declared_by` says who declares the resource. If the declaration cannot be kept,
  /// nothing is made. What is declared already in the same way is answered as if it had been made
  /// now, with `"changed": false`. Errors: already_exists, with both values, if it is declared in
  /// another way.
  void create(const std::string& noun, json fields, answer);
  /// If the store cannot forget the declaration, the resource stays.
  void remove(const std::string& noun, const std::string& name, const answer&);

  /// Begins to bring about what was declared before, in the order of config::kinds(). Calls `restored` once each was tried. To be called once.
  void restore(std::function<void()> restored);
  /// Tries now, and soon again, to restore what is not there.
  void hurry();
  /// Tries no more.
  void stop() noexcept { retry_.disarm(); }

private:
  using kind = config::resource_kind;

  struct entry {
    const declarations::kind& kind;
    config::declaration what;
    json body;
    bool trying = false;  ///< while an attempt is under way
    std::string reason{}; ///< why it could not be restored; empty once it is there
  };
  using entry_ptr = std::shared_ptr<entry>;
  struct writing {
    std::function<status()> write;
    std::function<void(status)> written;
  };

  resource& resource_of(std::string_view noun) const { return *resources_.find(noun)->second; }
  entry_ptr declared(const kind&, const json& shown) const;
  entry_ptr missing(const kind&, std::string_view name) const;
  bool answered_already(const kind&, const json& fields, const answer&);
  entry_ptr namesake(const kind&, const json& fields) const;
  void answer_again(const entry_ptr&, const answer&);
  bool has(const entry_ptr&) const;

  notebook notebook_of(const kind&);
  void note(const kind&, const std::string& name, const json& fields, bool is_new);
  void strike(const kind&, const std::string& name);
  void keep(const kind&, json fields, std::string made_by, json made, const answer&);
  void take_back(const entry_ptr& now, const entry_ptr& before);
  void forget(const entry_ptr&, const std::string& name, const answer&);
  std::optional<error> missing_rule() const;
  void attempt(const entry_ptr&, std::function<void()> tried);
  void try_later(entry&, const error& why);
  void try_again();
  void write(std::function<status()>, std::function<void(status)> written);
  void begin_to_write();

  transports::pinned_actor& owner_;
  std::string node_;
  resource_table& resources_;
  declaration_store store_;
  std::map<std::pair<std::string, std::string>, entry_ptr> entries_; ///< by noun and name
  std::deque<writing> writings_; ///< in order; the first one is under way
  transports::timer retry_;
  transports::duration retry_delay_;
  /// Tells notebooks, which may be kept for longer, whether this object is there.
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

} // namespace ockam::actors
