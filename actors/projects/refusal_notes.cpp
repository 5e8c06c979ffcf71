#include "actors/projects/refusal_notes.hpp"

#include "config/defaults.hpp"

#include <array>

namespace ockam::actors {

void refusal_notes::add(config::audit_entry entry) {
  if (kinds_.empty()) began_ = entry.at;
  auto name = std::pair{entry.what, entry.outcome};
  if (kinds_.size() >= config::refusal_kinds_max && !kinds_.contains(name)) name.second = "refused";
  auto& of_kind = kinds_[name];
  if (of_kind.written == config::refusals_of_kind_max) return void(++of_kind.more);
  ++of_kind.written;
  pending_.push_back(std::move(entry));
}

std::vector<config::audit_entry> refusal_notes::take(std::int64_t now) {
  constexpr auto period = std::chrono::seconds(config::refusals_count_period).count();
  if (now < began_ || now - began_ >= period) close(now); // the clock may have been set back
  return std::exchange(pending_, {});
}

std::vector<config::audit_entry> refusal_notes::take_all(std::int64_t now) {
  close(now);
  return std::exchange(pending_, {});
}

void refusal_notes::close(std::int64_t now) {
  for (auto& [name, each] : std::exchange(kinds_, {}))
    if (each.more > 0)
      pending_.push_back(
          {now, "", name.first, "", name.second + " (and " + std::to_string(each.more) + " more)"});
}

deed deed_of(const wire::authority_request& request) {
  using namespace wire;
  static constexpr std::array<const char*, std::variant_size_v<authority_request>> names{
      "issue credential", "create ticket", "use ticket",    "add member",     "list members",
      "list members",     "show member",   "remove member", "remove members", "check members",
      "list tickets",     "delete ticket", "show authority"};
  deed out{names[request.index()], {}};
  if (const auto* const add = std::get_if<add_member>(&request)) out.whom = to_string(add->who);
  if (const auto* const show = std::get_if<show_member>(&request)) out.whom = to_string(show->who);
  if (const auto* const gone = std::get_if<delete_member>(&request))
    out.whom = to_string(gone->who);
  if (const auto* const gone = std::get_if<delete_ticket>(&request)) out.whom = to_hex(gone->which);
  return out;
}

} // namespace ockam::actors
