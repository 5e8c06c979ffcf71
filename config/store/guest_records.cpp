#include "config/store/guest_records.hpp"

#include "config/base/json_text.hpp"

#include <algorithm>

namespace ockam::config {

namespace {

using nlohmann::json;

constexpr auto guests_setting = "guests"; ///< a JSON object: share, relay and end of each, by name

result<json> read_guests(state_store& state) {
  OCKAM_TRY(text, state.setting(guests_setting));
  auto all = json::parse(text.value_or("{}"), nullptr, false);
  return all.is_object() ? all : json::object();
}

status write_guests(state_store& state, const json& all) {
  if (all.empty()) return state.unset_setting(guests_setting);
  return state.set_setting(guests_setting, all.dump());
}

guest_record read_guest(const std::string& name, const json& noted) {
  const auto end = noted.is_object() ? noted.find("end") : noted.end();
  return {name, text_in(noted, "share"), text_in(noted, "relay"),
          end != noted.end() && end->is_number_unsigned() ? end->get<std::uint64_t>() : 0};
}

} // namespace

result<std::vector<guest_record>> guests(state_store& state) {
  OCKAM_TRY(all, read_guests(state));
  std::vector<guest_record> out;
  for (const auto& [name, noted] : all.items()) out.push_back(read_guest(name, noted));
  return out;
}

result<std::optional<guest_record>> guest_called(state_store& state, std::string_view name) {
  OCKAM_TRY(all, guests(state));
  const auto at = std::ranges::find(all, name, &guest_record::name);
  return at == all.end() ? std::nullopt : std::optional(std::move(*at));
}

status put_guest(state_store& state, const guest_record& guest) {
  OCKAM_TRY(all, read_guests(state));
  all[guest.name] = {{"share", guest.share}, {"relay", guest.relay}, {"end", guest.end}};
  return write_guests(state, all);
}

status remove_guest(state_store& state, std::string_view name) {
  OCKAM_TRY(all, read_guests(state));
  return all.erase(std::string(name)) == 0 ? status(done{}) : write_guests(state, all);
}

} // namespace ockam::config
