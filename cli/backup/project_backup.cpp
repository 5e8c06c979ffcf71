#include "cli/backup/backup_commands.hpp"
#include "cli/backup/backup_parts.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/clock_check.hpp"
#include "config/base/environment.hpp"
#include "config/database/bundle.hpp"
#include "config/members/member_store.hpp"
#include "config/store/vault_keys.hpp"
#include "transports/io/clock.hpp"

#include <unistd.h>

namespace ockam::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A directory of this home for what is copied on the way; removed with what is in it.
class workshop {
public:
  static result<workshop> in(const fs::path& home) {
    auto pattern = (home / "projects" / ".backup.XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      return fail(errc::io, "cannot make a directory in " + (home / "projects").string());
    return workshop{pattern};
  }
  explicit workshop(fs::path made) : at_{std::move(made)} {}
  workshop(workshop&& other) noexcept : at_{std::exchange(other.at_, {})} {}
  workshop& operator=(workshop&&) = delete;
  ~workshop() {
    if (at_.empty()) return;
    static_cast<void>(config::remove_vault_file(at_ / backup::vault));
    std::error_code ignored;
    fs::remove_all(at_, ignored);
  }
  const fs::path& at() const { return at_; }

private:
  fs::path at_;
};

status add_key(config::bundle& to, const fs::path& home, const std::string& identity,
               const fs::path& at) {
  OCKAM_TRY(record, known_identity(home, identity));
  OCKAM_TRY(key, signing_key_of(home, record));
  {
    OCKAM_TRY(keys, config::vault_keys::open_or_make(at / backup::vault));
    const auto scheme = static_cast<std::uint8_t>(key.public_key().scheme);
    if (auto put = keys.put(key_id(key.public_key()), scheme, key.private_key()); !put) return put;
  }
  if (auto added = to.add(backup::vault, at / backup::vault); !added) return added;
  return to.add_text(backup::history, record.history);
}

/// How many members there are; none if they are elsewhere.
result<std::optional<std::size_t>> add_members(config::bundle& to, const hosted_project& what,
                                               const fs::path& at) {
  if (config::is_on_server(what.database)) return std::optional<std::size_t>{};
  OCKAM_TRY(store, config::member_store::open(what.database));
  if (auto copied = store.copy_to(at / backup::members); !copied) return copied.error();
  OCKAM_TRY(copy, config::member_store::open(at / backup::members));
  OCKAM_TRY(all, copy.members());
  if (auto added = to.add(backup::members, at / backup::members); !added) return added.error();
  return std::optional{all.size()};
}

result<std::optional<std::size_t>> fill(config::bundle& to, const fs::path& home,
                                        const hosted_project& what) {
  OCKAM_TRY(work, workshop::in(home));
  OCKAM_TRY(members, add_members(to, what, work.at()));
  const json about{{"format", backup::format},
                   {"node", what.node},
                   {"project", what.name},
                   {"version", OCKAM_VERSION},
                   {"at", config::utc_text(transports::system_wall_clock{}.now())},
                   {"members_apart", !members}};
  if (auto put = to.add_text(backup::about, about.dump()); !put) return put.error();
  const auto description = home / "projects" / what.node / "description.json";
  if (auto put = to.add(backup::description, description); !put) return put.error();
  if (auto put = add_key(to, home, what.identity, work.at()); !put) return put.error();
  OCKAM_TRY(state, open_state());
  OCKAM_TRY(node, backup::node_json(state, what.node));
  if (auto put = to.add_text(backup::node, node.dump()); !put) return put.error();
  return members;
}

/// A backup has its name once it is whole.
result<std::optional<std::size_t>> write(const fs::path& file, const fs::path& home,
                                         const hosted_project& what) {
  std::error_code ignored;
  if (fs::exists(file, ignored))
    return fail(errc::already_exists, file.string() + " is there already", "another name");
  auto draft = file;
  draft += ".part";
  fs::remove(draft, ignored); // of a run that was broken off
  auto outcome = [&]() -> result<std::optional<std::size_t>> {
    OCKAM_TRY(to, config::bundle::make(draft));
    return fill(to, home, what);
  }();
  std::error_code why;
  if (outcome) fs::rename(draft, file, why);
  if (outcome && why)
    outcome = fail(errc::io, "cannot name " + file.string() + ": " + why.message());
  if (!outcome) fs::remove(draft, ignored);
  return outcome;
}

status back_up(invocation& call) {
  OCKAM_TRY(home, config::home());
  const fs::path file = *call.args.positional_at(0);
  const auto name = call.args.text("project").value_or(default_project_name);
  OCKAM_TRY(known, hosted_by(home, node_of_project(name)));
  if (!known)
    return fail(errc::not_found, "the node of project " + name + " is not one of " + home.string(),
                "say this where its node is; --project names another one");
  OCKAM_TRY(members, write(file, home, *known));
  if (!members)
    call.out.note("The members are on a PostgreSQL server, and not in the backup: pg_dump makes a "
                  "copy of them");
  call.out.note("Whoever has " + file.string() + " is the project: keep it as you keep its key");
  const auto count = members ? std::to_string(*members) + " members" : std::string("no members");
  call.out.created({{"project", name},
                    {"file", fs::absolute(file).string()},
                    {"members", members ? json(*members) : json()}},
                   "Backed up project '" + name + "', " + count + ", to " + file.string(),
                   file.string());
  return done{};
}

} // namespace

command project_backup() {
  return {"backup",
          "Write all that a project of this home is to a file: its key, members, tickets, policies",
          {{"FILE", "A new file; it has mode 0600, and the project's secret key in it", true}},
          {{"project", "NAME", "A project whose node is in this home; without it `default`"}},
          {"ockam project backup default.backup",
           "ockam project backup /mnt/safe/office.backup --project office"},
          back_up};
}

} // namespace ockam::cli
