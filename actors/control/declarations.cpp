#include "actors/control/declarations.hpp"

#include "config/base/json_text.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "config/spec/kinds.hpp"
#include "transports/reactor/async_work.hpp"
#include "wire/routing/relay_name.hpp"

#include <algorithm>
#include <optional>

namespace ockam::actors {

namespace {

constexpr std::string_view rules = config::policy::its_kind.plural;

} // namespace

namespace {

constexpr auto made_by_field = "declared_by", no_wait_field = "no_connection_wait";

} // namespace

declarations::declarations(transports::pinned_actor& owner, std::string node,
                           resource_table& resources, declaration_store store)
    : owner_(owner),
      node_(std::move(node)),
      resources_(resources),
      store_(std::move(store)),
      retry_(owner, [this] { try_again(); }),
      retry_delay_(config::declaration_retry_min) {
  if (!store_.put) return;
  for (const auto* const what : config::kinds())
    if (const auto at = resources_.find(what->plural); at != resources_.end())
      at->second->take_notebook(notebook_of(*what));
}

bool declarations::has(const entry_ptr& which) const {
  const auto at = entries_.find({which->what.kind, which->what.name});
  return at != entries_.end() && at->second == which;
}

/// The declaration that `shown` came of; null if nobody declared it here.
declarations::entry_ptr declarations::declared(const kind& what, const json& shown) const {
  if (!what.role.empty() && config::text_in(shown, "role") != what.role) return nullptr;
  const auto at = entries_.find({std::string(what.plural), config::text_in(shown, what.known_by)});
  return at == entries_.end() ? nullptr : at->second;
}

/// A declaration whose resource is not there, by any of the names that it would have.
declarations::entry_ptr declarations::missing(const kind& what, std::string_view name) const {
  for (const auto& [key, each] : entries_) {
    if (key.first != what.plural) continue;
    if (key.second == wire::relay_name(name) || key.second == name
        || config::text_in(each->body, "address") == name)
      return each;
  }
  return nullptr;
}

namespace {

json describe_missing(const config::resource_kind& kind, const json& body, const std::string& name,
                      const std::string& reason) {
  auto out = body;
  out[std::string(kind.known_by)] = name;
  if (kind.known_by == "worker_address") out["id"] = name;
  if (!kind.role.empty()) out["role"] = kind.role;
  out["status"] = "down";
  out["reason"] = reason.empty() ? "not there yet" : reason;
  return out;
}

} // namespace

result<json> declarations::list(std::string_view noun) const {
  auto all = resource_of(noun).list();
  const auto* const what = config::kind_of(noun);
  if (!all || !what) return all;
  std::vector<entry_ptr> there;
  for (auto& each : *all)
    if (const auto known = declared(*what, each)) {
      each[made_by_field] = known->what.made_by;
      there.push_back(known);
    }
  std::sort(there.begin(), there.end());
  for (auto at = entries_.lower_bound({std::string(noun), {}});
       at != entries_.end() && at->first.first == noun; ++at) {
    const auto& known = *at->second;
    if (std::binary_search(there.begin(), there.end(), at->second)) continue;
    auto& added =
        all->emplace_back(describe_missing(*what, known.body, known.what.name, known.reason));
    added[made_by_field] = known.what.made_by;
  }
  return all;
}

result<json> declarations::show(std::string_view noun, std::string_view name) const {
  auto shown = resource_of(noun).show(name);
  const auto* const what = config::kind_of(noun);
  if (!what) return shown;
  if (shown) {
    if (const auto known = declared(*what, *shown)) (*shown)[made_by_field] = known->what.made_by;
    return shown;
  }
  const auto known = missing(*what, name);
  if (!known) return shown;
  auto out = describe_missing(*what, known->body, known->what.name, known->reason);
  out[made_by_field] = known->what.made_by;
  return out;
}

void declarations::create(const std::string& noun, json fields, answer to) {
  std::string made_by;
  if (fields.is_object() && fields.contains(made_by_field)) {
    if (!fields[made_by_field].is_string())
      return to(fail(errc::invalid, std::string(made_by_field) + ": is no text"));
    made_by = fields[made_by_field];
    fields.erase(made_by_field);
  }
  const auto* const what = config::kind_of(noun);
  if (!what || !store_.put) return resource_of(noun).create_from(fields, std::move(to));
  if (answered_already(*what, fields, to)) return;
  resource_of(noun).create_from(
      fields, [this, what, fields, made_by, to](result<json> made) mutable {
        if (!made || !made->value("changed", true)) return to(std::move(made));
        keep(*what, std::move(fields), std::move(made_by), std::move(*made), to);
      });
}

void declarations::keep(const kind& what, json fields, std::string made_by, json made,
                        const answer& to) {
  auto body = std::move(fields);
  body.erase(no_wait_field);
  for (const auto& row : what.fields())
    if (row.is(config::chosen) && made.contains(row.wire))
      body[std::string(row.wire)] = made[std::string(row.wire)];
  const auto name = config::text_in(made, what.known_by);
  made[made_by_field] = made_by;
  const auto now = std::make_shared<entry>(
      entry{what, {node_, std::string(what.plural), name, body.dump(), std::move(made_by)}, body});
  const auto before = std::exchange(entries_[{now->what.kind, name}], now);
  write([put = store_.put, declaration = now->what] { return put(declaration); },
        [this, now, before, made, to](status kept) mutable {
          if (kept) return to(std::move(made));
          take_back(now, before);
          to(kept.error());
        });
}

/// A policy may have had an earlier one's place.
void declarations::take_back(const entry_ptr& now, const entry_ptr& before) {
  if (!has(now)) return;
  entries_.erase({now->what.kind, now->what.name});
  static_cast<void>(resource_of(now->what.kind).remove(now->what.name));
  if (!before) return;
  entries_[{before->what.kind, before->what.name}] = before;
  attempt(before, [] {});
}

void declarations::remove(const std::string& noun, const std::string& name, const answer& to) {
  const auto* const what = config::kind_of(noun);
  const auto shown = resource_of(noun).show(name);
  const auto known = !what ? nullptr : shown ? declared(*what, *shown) : missing(*what, name);
  if (!known) return to(resource_of(noun).remove(name));
  write([forget = store_.forget, declaration = known->what] { return forget(declaration); },
        [this, known, name, to](status forgotten) {
          if (!forgotten) return to(forgotten.error());
          forget(known, name, to);
        });
}

void declarations::forget(const entry_ptr& known, const std::string& name, const answer& to) {
  auto gone = show(known->what.kind, name);
  const auto at = entries_.find({known->what.kind, known->what.name});
  if (at != entries_.end() && at->second != known) return to(std::move(gone)); // made anew since
  if (at != entries_.end()) entries_.erase(at);
  auto& all = resource_of(known->what.kind);
  if (all.show(name)) return to(all.remove(name));
  to(std::move(gone));
}

// -- what resources note ---------------------------------------------------------------------

notebook declarations::notebook_of(const kind& what) {
  const std::weak_ptr<int> alive = alive_;
  return {[this, alive, &what](const std::string& name, const json& fields) {
            if (!alive.expired()) note(what, name, fields, false);
          },
          [this, alive, &what](const std::string& name, const json& fields) {
            if (!alive.expired()) note(what, name, fields, true);
          },
          [this, alive, &what](const std::string& name) {
            if (!alive.expired()) strike(what, name);
          }};
}

namespace {

std::function<void(status)> say_if_not(const char* what, const config::declaration& which) {
  return [said = std::string(what) + which.kind + " " + which.name](const status& written) {
    if (!written)
      config::log_limited("notes", config::log_level::warn, said + ": " + written.error().message);
  };
}

} // namespace

void declarations::note(const kind& what, const std::string& name, const json& fields,
                        bool is_new) {
  const std::pair key{std::string(what.plural), name};
  const auto at = entries_.find(key);
  if (at == entries_.end() && !is_new) return;
  const auto known =
      at != entries_.end()
          ? at->second
          : std::make_shared<entry>(entry{what, {node_, key.first, name, {}, {}}, json::object()});
  for (const auto& [field, value] : fields.items()) {
    if (value.is_null())
      known->body.erase(field);
    else
      known->body[field] = value;
  }
  known->what.body = known->body.dump();
  entries_[key] = known;
  write([put = store_.put, declaration = known->what] { return put(declaration); },
        say_if_not("can not write down ", known->what));
}

void declarations::strike(const kind& what, const std::string& name) {
  const auto at = entries_.find({std::string(what.plural), name});
  if (at == entries_.end()) return;
  const auto gone = at->second->what;
  entries_.erase(at);
  write([forget = store_.forget, gone] { return forget(gone); },
        say_if_not("can not forget ", gone));
}

// -- bringing about --------------------------------------------------------------------------

void declarations::restore(std::function<void()> restored) {
  std::vector<entry_ptr> all;
  for (const auto* const what : config::kinds())
    for (auto& each : store_.declared) {
      if (each.kind != what->plural) continue;
      constexpr auto throws = false;
      auto body = json::parse(each.body, nullptr, throws);
      if (!body.is_object()) body = json::object();
      all.push_back(std::make_shared<entry>(entry{*what, std::move(each), std::move(body)}));
      entries_[{all.back()->what.kind, all.back()->what.name}] = all.back();
    }
  store_.declared.clear();
  // The count starts one too high, so that restored() comes after the last attempt has begun: some
  // resources are there at once.
  const auto left = std::make_shared<std::size_t>(all.size() + 1);
  const auto tried = [left, restored = std::move(restored)] {
    if (--*left == 0) restored();
  };
  for (const auto& each : all) attempt(each, tried);
  tried();
}

/// What a rule should guard must not be there without it.
std::optional<error> declarations::missing_rule() const {
  for (const auto& [unused, each] : entries_)
    if (each->what.kind == rules && !each->reason.empty())
      return fail(errc::denied, "the policy for " + each->what.name + " is not in force");
  return {};
}

void declarations::attempt(const entry_ptr& which, std::function<void()> tried) {
  if (const auto why = missing_rule(); why && which->what.kind != rules) {
    try_later(*which, *why);
    return tried();
  }
  which->trying = true;
  auto fields = which->body;
  fields[no_wait_field] = true;
  auto& all = resource_of(which->what.kind);
  all.create_from(fields, [this, which, tried = std::move(tried), &all](const result<json>& made) {
    which->trying = false;
    if (!has(which)) {
      if (made) static_cast<void>(all.remove(which->what.name)); // it was deleted meanwhile
    } else if (made) {
      which->reason.clear();
      retry_delay_ = config::declaration_retry_min;
    } else {
      try_later(*which, made.error());
    }
    tried();
  });
}

void declarations::try_later(entry& which, const error& why) {
  if (which.reason != why.message)
    config::log(config::log_level::warn,
                which.what.kind + " " + which.what.name + " can not be restored: " + why.message);
  which.reason = why.message;
  if (!retry_.armed()) retry_.arm(retry_delay_);
}

void declarations::try_again() {
  retry_delay_ = std::min(2 * retry_delay_, transports::duration(config::declaration_retry_max));
  std::vector<entry_ptr> down;
  for (const auto& [key, each] : entries_)
    if (!each->reason.empty() && !each->trying) down.push_back(each);
  for (const auto& each : down) attempt(each, [] {});
}

void declarations::hurry() {
  retry_.disarm();
  try_again();
  retry_delay_ = config::declaration_retry_min;
}

// -- the store -------------------------------------------------------------------------------

void declarations::write(std::function<status()> what, std::function<void(status)> written) {
  writings_.push_back({std::move(what), std::move(written)});
  if (writings_.size() == 1) begin_to_write();
}

void declarations::begin_to_write() {
  transports::work_beside(owner_.home(), writings_.front().write, [this](status outcome) {
    const auto written = std::move(writings_.front().written);
    writings_.pop_front();
    if (!writings_.empty()) begin_to_write();
    written(std::move(outcome));
  });
}

} // namespace ockam::actors
