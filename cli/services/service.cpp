#include "cli/resources/services_of_node.hpp"
#include "cli/services/service_verbs.hpp"
#include "cli/shell/commands.hpp"
#include "config/home/node_files.hpp"

#include <fstream>
#include <iterator>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

bool is_file_word(const std::string& word) {
  return word.find('/') != word.npos || word.ends_with(".yaml") || word.ends_with(".yml");
}

/// A name of a unit from that of a file: what may not be in a name becomes '-'.
std::string name_from(const fs::path& file) {
  auto name = file.stem().string().substr(0, 64);
  for (auto& c : name)
    if (!config::check_node_name(std::string(1, c))) c = '-';
  return name;
}

} // namespace

option unit_dir_option() {
  return {"unit-dir", "DIR", "Where units are; default: /etc/systemd/system"};
}

fs::path unit_dir(const arguments& args) {
  return args.text("unit-dir").value_or("/etc/systemd/system");
}

bool systemd_runs() {
  std::error_code ignored;
  return fs::is_directory("/run/systemd/system", ignored);
}

result<unit> unit_argument(const invocation& call) {
  unit of;
  const auto word = *call.args.positional_at(0);
  if (is_file_word(word)) {
    of.file = fs::absolute(word).lexically_normal();
    of.name = name_from(of.file);
  } else {
    of.name = word;
    for (const auto* const end : {".service"})
      if (of.name.ends_with(end)) of.name.resize(of.name.size() - std::string{end}.size());
    if (of.name.starts_with("ockam-")) of.name.erase(0, 6);
  }
  if (auto valid = config::check_node_name(of.name); !valid) return valid.error();
  std::error_code why;
  of.program = fs::read_symlink("/proc/self/exe", why);
  if (why) return fail(errc::io, "cannot find this program: " + why.message());
  return of;
}

result<std::string> text_of_installed(const fs::path& file) {
  std::ifstream in{file};
  if (!in)
    return fail(errc::not_found, "no such service: there is no " + file.string(),
                "ockam service status");
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (meaning_in(text).empty())
    return fail(errc::already_exists, file.string() + " was not written by `ockam service install`",
                "it stays as it is");
  return text;
}

noun service() {
  auto verbs = services_of_node();
  verbs.push_back(service_install());
  verbs.push_back(service_uninstall());
  verbs.push_back(service_status());
  return {"service", "Workers that come with a node; nodes as services of this machine",
          std::move(verbs)};
}

} // namespace ockam::cli
