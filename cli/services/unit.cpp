#include "cli/services/unit.hpp"

namespace ockam::cli {

namespace {

constexpr auto written_by = "# Written by `ockam service install`: ";

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size())
    text.replace(at, what.size(), with);
}

/// A word of a command in a unit: blanks do not part it, and nothing in it is put in place of.
std::string quoted_word(const std::string& word) {
  std::string safe;
  for (const auto c : word) {
    if (c == '%' || c == '$') safe += c;
    if (c == '"' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe.find_first_of(" \t'\"") == safe.npos ? safe : "\"" + safe + "\"";
}

} // namespace

std::string file_name(const unit& of) { return "ockam-" + of.name + ".service"; }

std::string meaning(const unit& of) {
  return (of.file.empty() ? "node " + of.name : "file " + of.file.string()) + " of "
         + of.home.string();
}

std::string text_of(const unit& of) {
  std::string text = of.file.empty() ? node_unit : file_unit;
  text.erase(0, text.find("[Unit]"));
  const auto program = quoted_word(of.program.string());
  replace_all(text, "ExecStart=/usr/bin/ockam", "ExecStart=" + program);
  replace_all(text, "ExecReload=/usr/bin/ockam", "ExecReload=" + program);
  if (of.file.empty())
    replace_all(text, "%i", of.name);
  else {
    replace_all(text, "Description=Ockam nodes of /etc/ockam/ockam.yaml",
                "Description=Ockam nodes of " + quoted_word(of.file.string()));
    replace_all(text, " run /etc/ockam/ockam.yaml", " run " + quoted_word(of.file.string()));
  }
  replace_all(text, "User=ockam", "User=" + of.user);
  if (of.home != service_home) {
    replace_all(text, "StateDirectory=ockam\nStateDirectoryMode=0700\n",
                "ReadWritePaths=" + quoted_word(of.home.string()) + "\n");
    replace_all(text, "Environment=OCKAM_HOME=" + std::string{service_home},
                "Environment=" + quoted_word("OCKAM_HOME=" + of.home.string()));
    if (of.home.string().starts_with("/home/") || of.home.string().starts_with("/root/"))
      replace_all(text, "ProtectHome=yes\n", "");
  }
  return written_by + meaning(of) + "\n" + text;
}

std::string meaning_in(const std::string& text) {
  if (!text.starts_with(written_by)) return {};
  const auto from = std::string{written_by}.size();
  return text.substr(from, text.find('\n') - from);
}

} // namespace ockam::cli
