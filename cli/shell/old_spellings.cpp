#include "cli/shell/old_spellings.hpp"

#include <algorithm>
#include <span>

namespace ockam::cli {

namespace {

enum class becomes : unsigned char {
  command,  ///< the whole command is another one
  words,    ///< other words
  argument, ///< its value is an argument
  nothing,  ///< it has no value and makes no difference
  nothing_with_value,
};

struct old_spelling {
  std::string_view command; ///< `project enroll`
  std::string_view word;    ///< `--attribute`; empty: the command by itself
  becomes what;
  std::string_view meant; ///< words in its place; for `nothing` the reason, or empty
};

constexpr std::string_view no_service = "it is for the hosted service",
                           own_time = "the command has its own time",
                           one_form = "a ticket has one form",
                           certificates = "certificates for TLS are files here",
                           own_authority = "the project's own authority is asked",
                           only_tcp = "nodes are connected by TCP";

using enum becomes;
constexpr old_spelling old_spellings[] = {
    {"project authenticate", "", command, "project enroll"},
    {"project enroll", "--attribute", command, "project ticket"},
    {"project-member create", "", command, "project-member add"},
    {"policy set", "", command, "policy create"},
    {"node create", "--project-path", words, "--project"},
    {"node create", "--credential", words, "--credential-scope"},
    {"node create", "--trust-context", words, "--credential-scope"},
    {"node create", "--http-server", words, "--status-port 0"},
    {"node create", "--enable-http-server", words, "--status-port 0"},
    {"project enroll", "--token", argument, ""},
    {"project enroll", "--project-path", nothing_with_value, ""},
    {"project enroll", "--timeout", nothing_with_value, own_time},
    {"enroll", "--timeout", nothing_with_value, own_time},
    {"enroll", "--authorization-code-flow", nothing, no_service},
    {"enroll", "--force", nothing, no_service},
    {"enroll", "--skip-resource-creation", nothing, no_service},
    {"project ticket", "-a", words, "--attribute"},
    {"ticket", "-a", words, "--attribute"},
    {"project ticket", "--project-path", nothing_with_value, ""},
    {"project ticket", "--hex", nothing, one_form},
    {"ticket", "--hex", nothing, one_form},
    {"project ticket", "--legacy", nothing, one_form},
    {"ticket", "--legacy", nothing, one_form},
    {"project ticket", "--tls", nothing, certificates},
    {"ticket", "--tls", nothing, certificates},
    {"project ticket", "--to", nothing_with_value, own_authority},
    {"ticket", "--to", nothing_with_value, own_authority},
    {"project-member list", "--to", nothing_with_value, own_authority},
    {"project-member list-ids", "--to", nothing_with_value, own_authority},
    {"project-member show", "--to", nothing_with_value, own_authority},
    {"project-member add", "--to", nothing_with_value, own_authority},
    {"project-member delete", "--to", nothing_with_value, own_authority},
    {"tcp-inlet create", "--enable-udp-puncture", nothing, only_tcp},
    {"tcp-inlet create", "--disable-tcp-fallback", nothing, only_tcp},
    {"tcp-inlet create", "--no-tcp-fallback", nothing, only_tcp},
    {"tcp-inlet create", "--expression", words, "--allow"},
    {"tcp-outlet create", "--expression", words, "--allow"},
    {"relay create", "--expression", words, "--allow"},
    {"relay create", "--relay-address", argument, ""},
    {"relay create", "--relay-name", argument, ""},
    {"tcp-inlet create", "--project-path", nothing_with_value, ""},
    {"relay create", "--project-path", nothing_with_value, ""},
    {"identity export", "--encoding", nothing_with_value, ""},
    {"credential issue", "--encoding", nothing_with_value, ""},
    {"credential verify", "--encoding", nothing_with_value, ""},
    {"credential store", "--encoding", nothing_with_value, ""},
    {"message send", "--no-retry", nothing, ""},
    {"message send", "--project-path", nothing_with_value, ""},
    {"message send", "--project", nothing_with_value, ""},
    {"message send", "--project-name", nothing_with_value, ""},
    {"secure-channel create", "--project-path", nothing_with_value, ""},
    {"status", "--timeout", nothing_with_value, own_time},
    {"completion", "--shell", argument, ""},
};

std::string joined(const command_words& of) {
  return of.verb.empty() ? of.noun : of.noun + " " + of.verb;
}

/// `--attribute` of `--attribute=role=client`.
std::string_view name_of_word(std::string_view word) {
  return word.starts_with('-') ? word.substr(0, word.find('=')) : std::string_view{};
}

const old_spelling* find_old(const std::string& command, std::string_view name) {
  const auto* const at =
      std::find_if(std::begin(old_spellings), std::end(old_spellings), [&](const auto& each) {
        return each.command == command && each.word == name && each.what != becomes::command;
      });
  return name.empty() || at == std::end(old_spellings) ? nullptr : at;
}

void append_words(std::vector<std::string>& to, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    to.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

} // namespace

command_words command_meant(command_words typed, const std::vector<std::string>& rest) {
  const auto whole = joined(typed);
  for (const auto& each : old_spellings) {
    if (each.what != becomes::command || each.command != whole) continue;
    const auto is_said = [&](const auto& word) { return name_of_word(word) == each.word; };
    if (!each.word.empty() && std::none_of(rest.begin(), rest.end(), is_said)) continue;
    const auto blank = each.meant.find(' ');
    return {std::string(each.meant.substr(0, blank)), std::string(each.meant.substr(blank + 1))};
  }
  return typed;
}

std::vector<std::string> translate_words(const command_words& of, std::vector<std::string>& rest) {
  const auto whole = joined(of);
  std::vector<std::string> notes, now;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const auto& word = rest[i];
    if (word == "--") {
      now.insert(now.end(), rest.begin() + static_cast<std::ptrdiff_t>(i), rest.end());
      break;
    }
    const auto name = name_of_word(word);
    const auto* const old = find_old(whole, name);
    if (!old) {
      now.push_back(word);
      continue;
    }
    const bool has_value = name.size() < word.size();
    if (old->what == words) {
      append_words(now, old->meant);
      if (has_value) now.back() += word.substr(name.size());
      continue;
    }
    if (old->what == argument) {
      if (has_value) now.push_back(word.substr(name.size() + 1));
      continue; // else the next word is the argument
    }
    if (!old->meant.empty()) notes.push_back(std::string(name) + ": " + std::string(old->meant));
    if (old->what == nothing_with_value && !has_value) ++i;
  }
  rest = std::move(now);
  return notes;
}

} // namespace ockam::cli
