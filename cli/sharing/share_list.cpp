// `share list` and `share stop`: what is shared, who opened it, and the end of it.
#include "cli/home/home_project.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/sharing/shares.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/table.hpp"
#include "config/base/environment.hpp"
#include "config/members/guests.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

using nlohmann::json;

/// The authority of a share's project, asked as whoever shares.
class sharing_authority {
public:
  static result<sharing_authority> of(const invocation& call, const wire::identifier& sharer) {
    OCKAM_TRY(home, config::home());
    OCKAM_TRY(project, known_project(home, call.args.text("project")));
    OCKAM_TRY(self, load_sharer(home, to_string(sharer)));
    return sharing_authority(std::move(project), std::move(self));
  }

  /// The guests of a share.
  result<std::vector<wire::identifier>> guests(const std::string& share) const {
    OCKAM_TRY(answer, ask_authority(project_, self_, wire::list_members{}));
    OCKAM_TRY(members, wire::decode_members(answer));
    std::vector<wire::identifier> out;
    for (const auto& [who, what] : members)
      if (is_of(what.attributes, share)) out.push_back(who);
    return out;
  }

  /// Ends a share: nobody becomes a guest any more, and those who are lose their channels.
  status end(const std::string& share, std::size_t& guests_gone) const {
    OCKAM_TRY(answer, ask_authority(project_, self_, wire::list_tickets{}));
    OCKAM_TRY(tickets, wire::decode_tickets(answer));
    for (const auto& each : tickets)
      if (is_of(each.attributes, share)) {
        const auto gone = ask_authority(project_, self_, wire::delete_ticket{each.id});
        if (!gone && gone.error().code != errc::not_found) return gone.error();
      }
    OCKAM_TRY(all, guests(share)); // after the tickets: nobody comes between
    for (const auto& who : all) {
      if (const auto gone = ask_authority(project_, self_, wire::delete_member{who}); !gone)
        return gone.error();
      ++guests_gone;
    }
    return done{};
  }

private:
  sharing_authority(channels::project project, std::shared_ptr<const channels::own_identity> self)
      : project_(std::move(project)), self_(std::move(self)) {}

  static bool is_of(const wire::attribute_map& attributes, const std::string& share) {
    const auto at = attributes.find(config::share_attribute);
    return at != attributes.end() && at->second == share;
  }

  channels::project project_;
  std::shared_ptr<const channels::own_identity> self_;
};

/// `yes`, `no`, or `-` where the authority does not say.
json is_open(const invocation& call, const shared_outlet& one) {
  const auto authority = sharing_authority::of(call, one.what.sharer);
  if (!authority) return nullptr;
  const auto guests = authority->guests(to_text(one.what));
  return guests ? json(!guests->empty()) : json();
}

status list_shares(invocation& call) {
  OCKAM_TRY(all, shares_of_home(call));
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& one : all) {
    const auto opened = is_open(call, one);
    objects.push_back({{"name", one.name},
                       {"to", one.to},
                       {"node", one.node},
                       {"until", utc_time(one.end)},
                       {"person", one.what.person},
                       {"opened", opened},
                       {"streams", one.streams}});
    rows.push_back({one.name, one.to, utc_time(one.end),
                    one.what.person.empty() ? "-" : one.what.person,
                    opened.is_null()     ? "-"
                    : opened.get<bool>() ? "yes"
                                         : "no",
                    std::to_string(one.streams)});
  }
  if (rows.empty()) call.out.note("nothing is shared; `ockam share PORT` shares something");
  call.out.answer(objects,
                  table(call.out, {"Name", "To", "Until", "For", "Opened", "Streams"}, rows));
  return done{};
}

result<std::vector<shared_outlet>> wanted_shares(const invocation& call) {
  const auto name = call.args.positional_at(0);
  if (name.has_value() == call.args.flag("all"))
    return fail(errc::invalid, "either NAME or --all", "ockam share list");
  OCKAM_TRY(all, shares_of_home(call));
  if (!name) return all;
  std::erase_if(all, [&](const auto& one) { return one.name != *name; });
  if (all.empty())
    return fail(errc::not_found, "nothing is shared as " + *name + " by a node that runs",
                "ockam share list");
  return all;
}

status stop_shares(invocation& call) {
  OCKAM_TRY(all, wanted_shares(call));
  if (all.empty()) call.out.note("nothing is shared");
  auto objects = json::array();
  std::string names;
  for (const auto& one : all) {
    if (auto gone = end_outlet(call, one); !gone) return gone;
    std::size_t guests = 0;
    const auto authority = sharing_authority::of(call, one.what.sharer);
    const auto ended =
        authority ? authority->end(to_text(one.what), guests) : status(authority.error());
    if (!ended)
      call.out.note("nobody reaches " + one.name
                    + " any more, but its link is one of a member of the project until "
                    + utc_time(one.end) + ": " + ended.error().message);
    objects.push_back({{"name", one.name}, {"guests", guests}, {"link_ended", bool(ended)}});
    names += (names.empty() ? "" : "\n") + one.name;
  }
  if (!all.empty() || call.out.as == format::json) call.out.answer(objects, names);
  return done{};
}

option project_of_shares() {
  return {"project", "NAME", "Project whose authority knows the links; without it the default one"};
}

} // namespace

command share_list() {
  return {"list",
          "List what this home shares, until when, and whether somebody opened it",
          {},
          {project_of_shares()},
          {"ockam share list", "ockam share list --output json"},
          list_shares};
}

command share_stop() {
  return {"stop",
          "End a share at once: its open connections, and its link",
          {{"NAME", "Of the share"}},
          {{"all", "", "All that this home shares"}, project_of_shares()},
          {"ockam share stop web", "ockam share stop --all"},
          stop_shares};
}

} // namespace ockam::cli
