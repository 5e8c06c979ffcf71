#include "actors/projects/project_table.hpp"

#include "channels/workers/credential_table.hpp"
#include "transports/reactor/async_work.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

namespace ockam::actors {

void project_table::enter(const std::string& name,
                          std::shared_ptr<const channels::own_identity> self,
                          transports::duration timeout, answer to) {
  if (!node_.self || self->who().id() != node_.self->who().id())
    return to(fail(errc::invalid,
                   "a node enters projects as itself, not as " + to_string(self->who().id()),
                   "ockam node create --identity NAME"));
  const auto deadline = node_.home.now() + timeout;
  look_up(name,
          [this, deadline, to = std::move(to)](result<channels::project_and_credential> what) {
            if (!what) return to(what.error());
            const auto known = what->where.name;
            join(std::move(*what));
            in_.at(known).object->await(deadline - node_.home.now(), to);
          });
}

void project_table::join(channels::project_and_credential what) {
  auto& where = what.where;
  const auto name = where.name;
  if (const auto at = in_.find(name); at != in_.end()) {
    if (to_json(at->second.object->where()) == to_json(where)) return;
    const auto old = std::exchange(at->second, {}).actor; // its description is another one now
    caf::anon_send_exit(old, caf::exit_reason::user_shutdown);
  }
  membership::outside out{
      [this] { present(); },
      [this, where](const channels::presented_credential& given, channels::timestamp expires_at) {
        if (!files_.keep) return;
        transports::work_beside(
            node_.home,
            [keep = files_.keep, where, who = node_.self->who().id(), given, expires_at] {
              keep(where, who, given, expires_at);
              return done{};
            },
            [](done) {});
      }};
  in_[name] = transports::pinned_ref<membership>(node_.home.spawn<membership>(
      std::ref(node_), std::move(where), std::move(what.kept), std::move(out)));
}

std::string project_table::why_no_member() const {
  for (const auto& [name, each] : in_)
    if (each.object && !each.object->shown())
      if (auto why = each.object->why_none(); !why.empty()) return why;
  return {};
}

void project_table::leave_all() {
  for (auto& [name, each] : std::exchange(in_, {}))
    caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
}

void project_table::look_up(
    const std::string& name,
    std::function<void(result<channels::project_and_credential>)> to) const {
  if (!files_.find) return to(fail(errc::not_found, "project not found: this node knows of none"));
  const auto find = [files = files_, name, who = node_.self->who().id()] {
    const auto where = files.find(name);
    result<channels::project_and_credential> out =
        where ? result(channels::project_and_credential{*where}) : where.error();
    if (out && files.enter)
      if (auto noted = files.enter(out->where); !noted) out = noted.error();
    if (out && files.kept) out->kept = files.kept(out->where, who);
    return out;
  };
  transports::work_beside(node_.home, find, std::move(to));
}

/// What the node shows is one credential of each project.
void project_table::present() {
  std::vector<channels::presented_credential> all;
  for (const auto& [name, each] : in_)
    if (each.object && each.object->shown()) all.push_back(each.object->shown()->shown());
  node_.credentials.present(std::move(all));
}

} // namespace ockam::actors
