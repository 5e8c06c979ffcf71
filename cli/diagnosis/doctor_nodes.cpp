#include "cli/diagnosis/doctor_nodes.hpp"

#include "cli/home/control_client.hpp"
#include "cli/home/credential_text.hpp"
#include "cli/resources/resource.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "transports/io/clock.hpp"
#include "transports/io/process_figures.hpp"
#include "transports/reactor/tcp_network.hpp"

namespace ockam::cli {

namespace {

using nlohmann::json;

/// A node that does not run: whether it ended by itself, and whether it could start.
void examine_stopped(const config::node_record& node, const config::node_files& files,
                     diagnostics& out) {
  const auto start = "ockam node start " + node.name;
  const auto at = transports::endpoint::parse(node.listener_address);
  transports::tcp_network network;
  const auto port = at ? network.listen(*at) : at.error();
  if (!port && port.error().code == errc::in_use)
    return out.wrong("node", node.name,
                     "it does not run, and its port is taken: another program listens on "
                         + node.listener_address,
                     "ss -ltnp 'sport = :" + std::to_string(at->port) + "'");
  std::error_code why;
  if (std::filesystem::exists(files.socket, why))
    return out.wrong("node", node.name,
                     "it does not run, and was killed or crashed: it left its "
                     "control socket behind",
                     start);
  out.fine("node", node.name, "it is stopped; `" + start + "` starts it");
}

void examine_descriptors(const config::node_record& node, const transports::other_process& process,
                         diagnostics& out) {
  if (process.descriptors_max == 0 || process.descriptors_max >= config::descriptors_min) return;
  out.wrong("node", node.name,
            "it may open " + std::to_string(process.descriptors_max) + " files at once and has "
                + std::to_string(process.descriptors) + " open; each link and each stream is one",
            "ulimit -Hn " + std::to_string(config::descriptors_min) + ", then ockam node start "
                + node.name + " --force");
}

/// A kernel without sandboxes is no fault; what was tried and refused may be one, of the node or of
/// somebody in it.
void examine_sandbox(const examined_node& node, diagnostics& out) {
  const auto box = node.told.value("sandbox", json::object());
  if (box.empty()) return; // of an older version
  const auto& name = node.record.name;
  std::string refused;
  for (const auto& each : box.value("refused", json::array()))
    refused += (refused.empty() ? "" : ", ") + member("name")(each) + " ("
               + std::to_string(each.value("number", 0)) + ")";
  if (!refused.empty())
    return out.wrong("sandbox", name,
                     "system calls were refused that no node makes: " + refused
                         + "; somebody may have got in, or the list lacks what this machine needs",
                     "ockam node logs " + name);
  const auto why = member("reason")(box);
  out.fine("sandbox", name,
           member("mode")(box) == "off" ? "it has none: --sandbox off"
           : why.empty()                ? "its sandbox is complete"
                                        : "its sandbox is not complete: " + why);
}

/// Whether the node answered; `told` has what.
bool ask(examined_node& node, pid_t pid, const config::node_files& files, diagnostics& out) {
  const auto& name = node.record.name;
  const auto restart = "ockam node start " + name + " --force";
  const auto process = transports::look_at_process(pid);
  const auto number = pid > 0 ? " (process " + std::to_string(pid) + ")" : std::string();
  if (process && process->stopped) {
    out.wrong("node", name, "its process" + number + " is stopped and answers nobody",
              "kill -CONT " + std::to_string(pid));
    return false;
  }
  std::error_code why;
  if (!std::filesystem::exists(files.socket, why)) {
    out.wrong("node", name,
              "it runs" + number + ", but its control socket " + files.socket.string()
                  + " is gone: no command reaches it",
              restart);
    return false;
  }
  const auto client = make_control_client(name, files.socket);
  auto told = client->get("/v1/node");
  if (!told || !told->is_object()) {
    out.wrong("node", name,
              "it runs" + number + ", but its control does not answer: "
                  + (told ? "not in JSON" : told.error().message),
              "ockam node logs " + name + ", then " + restart);
    return false;
  }
  node.told = std::move(*told);
  if (const auto workers = client->get("/v1/workers"); workers && workers->is_array())
    for (const auto& one : *workers) node.workers.push_back(member("address")(one));
  out.fine("node", name, "it runs" + number + " and answers");
  if (process) examine_descriptors(node.record, *process, out);
  examine_sandbox(node, out);
  return true;
}

} // namespace

examined_nodes examine_processes(const std::filesystem::path& home, config::state_store& state,
                                 const std::string& chosen, diagnostics& out) {
  examined_nodes all;
  const auto records = state.nodes();
  if (!records) return all;
  diagnostics others; // they are looked at because routes may end there
  for (const auto& record : *records) {
    auto& node = all.emplace(record.name, examined_node{record, {}}).first->second;
    auto& to = chosen.empty() || chosen == record.name ? out : others;
    const auto files = config::files_of(home, record.name);
    if (const auto holder = config::lock_holder(files.lock))
      ask(node, *holder, files, to);
    else
      examine_stopped(record, files, to);
  }
  return all;
}

void examine_credentials(config::state_store& state, const examined_node& node, diagnostics& out) {
  const auto& name = node.record.name;
  const auto now = transports::system_wall_clock{}.now();
  if (const auto trusted = state.trusted().of(name))
    for (const auto& each : *trusted) {
      const auto shown = parse_credential(each.credential);
      const auto issuer = channels::identity::import(each.history);
      if (!shown || !issuer) continue;
      const auto subject = subject_of(*shown);
      const auto said = subject ? channels::verify(*shown, *issuer, *subject, now)
                                : result<channels::credential>(subject.error());
      if (!said)
        out.wrong("credential", name,
                  "what it shows of authority " + each.authority
                      + " does not hold: " + said.error().message,
                  "ockam credential issue --for "
                      + (subject ? to_string(*subject) : std::string("IDENTIFIER"))
                      + ", then ockam credential store --at " + name);
      else
        out.fine("credential", name, "what it shows of authority " + each.authority + " holds");
    }
  if (!node.told.is_object()) return;
  for (const auto& project : node.told.value("projects", json::array())) {
    const auto which = member("name")(project);
    if (member("status")(project) == "member")
      out.fine("project", name, "it is a member of " + which);
    else
      out.wrong("project", name, "it is no member of " + which + ": " + member("reason")(project),
                member("reason")(project).find("the clock") != std::string::npos
                    ? "timedatectl status, here and at the authority"
                    : "ockam project ticket " + which
                          + " at an enroller, then ockam project enroll");
  }
}

} // namespace ockam::cli
