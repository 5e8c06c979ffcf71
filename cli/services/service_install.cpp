#include "cli/launch/node_end.hpp"
#include "cli/services/other_program.hpp"
#include "cli/services/service_state.hpp"
#include "cli/services/service_verbs.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

/// Places that the unit hides from what it runs.
bool is_hidden(const fs::path& file) {
  for (const auto* const place : {"/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"})
    if (file.string().starts_with(place)) return true;
  return false;
}

status write_unit(const fs::path& file, const std::string& text) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  std::ofstream out{file, std::ios::trunc};
  if (out << text << std::flush) return done{};
  return fail(errc::io, "cannot write " + file.string());
}

std::string by_hand(const unit& of) {
  return "run it by what starts programs here: OCKAM_HOME=" + of.home.string() + " "
         + (of.file.empty() ? "ockam node start " + of.name + " --foreground"
                            : "ockam run " + of.file.string() + " --blocking");
}

/// What must hold before anything is changed.
status check_machine(const invocation& call, const unit& of) {
  const auto word = *call.args.positional_at(0);
  if (!systemd_runs())
    return fail(errc::unavailable, "no systemd manages this machine", by_hand(of));
  if (::geteuid() != 0)
    return fail(errc::denied, "only root installs services", "sudo ockam service install " + word);
  if (is_hidden(of.program))
    return fail(errc::invalid, "a service does not see " + of.program.string(),
                "install it in /usr/local/bin: cmake --install");
  if (of.file.empty()) return done{};
  std::error_code ignored;
  if (!fs::is_regular_file(of.file, ignored))
    return fail(errc::not_found, "there is no file " + of.file.string());
  if (is_hidden(of.file))
    return fail(errc::invalid, "a service does not see " + of.file.string(),
                "copy it to /etc/ockam/" + of.file.filename().string());
  if (auto sound = run_program({of.program.string(), "config", "check", of.file.string()}); !sound)
    return sound.error();
  return done{};
}

result<account> user_of(const unit& of) {
  if (const auto known = find_account(of.user)) return *known;
  if (of.user != service_user)
    return fail(errc::not_found, "there is no user " + of.user, "useradd --system " + of.user);
  auto made = run_program({"useradd", "--system", "--user-group", "--no-create-home", "--home-dir",
                           service_home, "--shell", "/usr/sbin/nologin", service_user});
  if (!made) return made.error();
  if (const auto known = find_account(of.user)) return *known;
  return fail(errc::io, "useradd made no user " + of.user);
}

/// Somebody's home, in which the node may be.
struct other_home {
  fs::path at;
  account whose;
};

/// Runs a command of this program as the user whose home that is, in that home.
result<std::string> in_home(const unit& of, const other_home& home,
                            std::vector<std::string> words) {
  words.insert(words.begin(), {"env", "OCKAM_HOME=" + home.at.string(), of.program.string()});
  return run_program(words, home.whose);
}

/// Root's own home, and that of who became root by sudo.
std::vector<other_home> own_homes() {
  std::vector<other_home> homes;
  if (const auto own = config::home()) homes.push_back({*own, account{::geteuid(), ::getegid()}});
  const auto* const user = std::getenv("SUDO_USER");
  const auto known = user ? find_account(user) : std::optional<account>{};
  if (known && known->user != 0) homes.push_back({known->home / ".ockam", *known});
  return homes;
}

/// Moves such a home, whose nodes are stopped first.
status take_home(invocation& call, const unit& of, const other_home& own, const account& whose) {
  std::error_code ignored;
  if (fs::exists(of.home, ignored) && !fs::is_empty(of.home, ignored))
    return fail(errc::already_exists,
                "node " + of.name + " is in " + own.at.string() + ", and " + of.home.string()
                    + " has something in it already",
                "--home " + of.home.string() + "-" + of.name);
  for (const auto& each : node_directories(own.at))
    if (auto ended = in_home(of, own, {"node", "stop", each}); !ended) return ended.error();
  if (auto moved = move_home(own.at, of.home, whose); !moved) return moved;
  call.out.note("Moved " + own.at.string() + " to " + of.home.string() + ", which belongs to user "
                + of.user + " now");
  return done{};
}

status have_node(invocation& call, const unit& of, const account& whose) {
  const other_home services{of.home, whose};
  const auto at = call.args.text("tcp-listener-address");
  const auto made_elsewhere = fail(errc::already_exists, "node " + of.name + " is there already",
                                   "without --tcp-listener-address it listens where it did");
  if (in_home(of, services, {"node", "show", of.name})) {
    if (at) return made_elsewhere;
    if (auto ended = in_home(of, services, {"node", "stop", of.name}); !ended) return ended.error();
    return done{};
  }
  for (const auto& own : own_homes())
    if (own.at != of.home && in_home(of, own, {"node", "show", of.name}))
      return at ? status{made_elsewhere} : take_home(call, of, own, whose);
  if (auto made = make_service_home(of.home, whose); !made) return made;
  std::vector<std::string> words{"node", "create", of.name};
  if (at) words.insert(words.end(), {"--tcp-listener-address", *at});
  if (auto made = in_home(of, services, words); !made) return made.error();
  if (auto ended = in_home(of, services, {"node", "stop", of.name}); !ended) return ended.error();
  call.out.note("Made node " + of.name + " in " + of.home.string());
  return done{};
}

/// The last complaint of a command of ours in the journal of a unit: `: ockam node start: …`.
std::string said_by(const std::string& unit) {
  const auto journal =
      run_program({"journalctl", "-u", unit, "-n", "20", "-o", "cat", "--no-pager"});
  if (!journal) return {};
  std::istringstream lines{*journal};
  std::string last;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("ockam ")) last = ": " + line;
  return last;
}

/// Has systemd know the unit and run it; if it does not, the unit goes again.
status start_unit(const fs::path& file) {
  const auto name = file.filename().string();
  auto started = run_program({"systemctl", "daemon-reload"});
  if (started) started = run_program({"systemctl", "enable", "--now", name});
  if (started) return done{};
  const auto why = fail(errc::unavailable, "systemd does not run " + name + said_by(name),
                        "nothing was installed; journalctl -u " + name + " says more");
  static_cast<void>(run_program({"systemctl", "disable", "--now", name}));
  std::error_code ignored;
  fs::remove(file, ignored);
  static_cast<void>(run_program({"systemctl", "daemon-reload"}));
  return why;
}

status run_install(invocation& call) {
  OCKAM_TRY(of, unit_argument(call));
  of.home = fs::path{call.args.text("home").value_or(service_home)}.lexically_normal();
  of.user = call.args.text("user").value_or(service_user);
  if (!of.home.is_absolute())
    return fail(errc::invalid, "--home " + of.home.string() + " is not a whole path");
  const auto file = unit_dir(call.args) / file_name(of);
  if (call.args.flag("print")) {
    auto text = text_of(of);
    text.pop_back(); // the line break that an answer gets
    call.out.answer({{"unit", file_name(of)}, {"text", text}}, text);
    return done{};
  }
  std::error_code ignored;
  if (fs::exists(file, ignored))
    return fail(errc::already_exists, "service exists already: " + file.string(),
                "ockam service uninstall " + of.name);
  if (!call.args.text("unit-dir")) {
    if (auto fine = check_machine(call, of); !fine) return fine;
    OCKAM_TRY(whose, user_of(of));
    auto ready = of.file.empty() ? have_node(call, of, whose) : make_service_home(of.home, whose);
    if (!ready) return ready;
  }
  if (auto written = write_unit(file, text_of(of)); !written) return written;
  if (!call.args.text("unit-dir"))
    if (auto started = start_unit(file); !started) return started;
  call.out.answer({{"unit", file_name(of)},
                   {"file", file.string()},
                   {"home", of.home.string()},
                   {"user", of.user},
                   {"runs", meaning(of)}},
                  "Installed " + file_name(of) + ": " + meaning(of) + ", as user " + of.user);
  return done{};
}

} // namespace

command service_install() {
  return {
      "install",
      "Make a node or a file a service of this machine, and start it",
      {{"NODE|FILE", "A node, which is made or moved if need be, or a file for `ockam run`", true}},
      {{"tcp-listener-address", "IP:PORT", "Where the node listens if it is made"},
       {"home", "DIR", "The home of the service; default: /var/lib/ockam"},
       {"user", "NAME", "Who runs it; default: ockam, who is made if need be"},
       {"print", "", "Print the unit and change nothing"},
       {"unit-dir", "DIR", "Write the unit there and do nothing else"}},
      {"sudo ockam service install office --tcp-listener-address 0.0.0.0:4000",
       "sudo ockam service install /etc/ockam/home.yaml", "ockam service install office --print"},
      run_install};
}

} // namespace ockam::cli
