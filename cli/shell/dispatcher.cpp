#include "cli/shell/dispatcher.hpp"

#include "cli/shell/exit_code.hpp"
#include "cli/shell/foreign_words.hpp"
#include "cli/shell/help.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/shell/old_spellings.hpp"
#include "cli/shell/substitution.hpp"
#include "config/base/environment.hpp"
#include "config/base/printable.hpp"
#include "config/base/suggestion.hpp"
#include "config/text/duration.hpp"
#include "transports/http/control_error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <istream>
#include <ostream>

namespace ockam::cli {
namespace {

/// What the words before the options mean; `rest` is everything else.
struct chosen_command {
  const noun* subject = nullptr;
  const command* action = nullptr;
  std::vector<std::string> rest;
};

result<const noun*> find_noun(std::span<const noun> nouns, const std::string& word) {
  std::vector<std::string> known;
  for (const auto& each : nouns) {
    if (each.name == word) return &each;
    if (!each.hidden) known.push_back(each.name);
  }
  const std::string translated{command_for(word)};
  const auto meant = config::closest(word, known);
  return fail(errc::invalid, "unknown command " + word,
              !translated.empty() ? translated
              : meant.empty()     ? "ockam --help"
                                  : "ockam " + meant);
}

const command* verb_of(std::span<const noun> nouns, const command_words& wanted,
                       const noun** subject) {
  for (const auto& each : nouns)
    for (const auto& action : each.verbs)
      if (each.name == wanted.noun && action.verb == wanted.verb) {
        *subject = &each;
        return &action;
      }
  return nullptr;
}

result<const command*> find_verb(std::span<const noun> nouns, const noun*& chosen,
                                 const std::string& word) {
  const auto& subject = *chosen;
  std::vector<std::string> known;
  for (const auto& each : subject.verbs) {
    if (each.verb == word) return &each;
    known.push_back(each.verb);
  }
  const auto now = command_meant({subject.name, word}, {});
  if (const auto* const action = verb_of(nouns, now, &chosen)) return action;
  std::string meant{verb_for(word)};
  if (std::find(known.begin(), known.end(), meant) == known.end())
    meant = config::closest(word, known);
  return fail(errc::invalid, "unknown verb " + word + " of " + subject.name,
              "ockam " + subject.name + " " + (meant.empty() ? "--help" : meant));
}

bool is_global(std::string_view word) {
  const auto name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
  for (const auto& each : global_options())
    for (const auto& known : split_names(each.names))
      if (name == known) return true;
  return false;
}

result<chosen_command> choose(std::span<const noun> nouns, std::span<const std::string> words) {
  chosen_command chosen;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (chosen.action || word == "--") {
      chosen.rest.insert(chosen.rest.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                         words.end());
      break;
    }
    if (word.starts_with('-')) {
      chosen.rest.push_back(word);
      if (chosen.subject && !is_global(word)) chosen.action = chosen.subject->by_itself();
      // The global options with a value, which is not a noun.
      if ((word == "--output" || word == "--jq") && i + 1 < words.size())
        chosen.rest.push_back(words[++i]);
    } else if (!chosen.subject) {
      OCKAM_TRY(found, find_noun(nouns, word));
      chosen.subject = found;
      if (chosen.subject->stands_alone()) chosen.action = &chosen.subject->verbs.front();
    } else {
      const auto* const alone = chosen.subject->by_itself();
      const auto found = find_verb(nouns, chosen.subject, word);
      if (!found && (!alone || alone->positionals.empty())) return found.error();
      chosen.action = found ? *found : alone;
      if (!found) chosen.rest.push_back(word); // what `ockam share 8080` shares
    }
  }
  const auto asks_for_help = std::any_of(words.begin(), words.end(), [](const auto& word) {
    return word == "--help" || word == "-h";
  });
  if (chosen.subject && !chosen.action && !asks_for_help)
    chosen.action = chosen.subject->by_itself();
  if (chosen.subject && chosen.action) {
    const auto now = command_meant({chosen.subject->name, chosen.action->verb}, chosen.rest);
    if (const auto* const action = verb_of(nouns, now, &chosen.subject)) chosen.action = action;
  }
  return chosen;
}

/// Whether the answer is to be JSON, and so an error, too; also before the words are understood.
bool wants_json(std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "--output=json" || words[i] == "--jq" || words[i].starts_with("--jq="))
      return true;
    if (words[i] == "--output" && i + 1 < words.size() && words[i + 1] == "json") return true;
  }
  return false;
}

/// Prints errors: an object for programs, a sentence for people.
class complaints {
public:
  complaints(std::ostream& err, bool in_json) : err_(err), in_json_(in_json) {}
  /// Returns the exit code.
  int complain(const std::string& who, const error& why, int code) const;

private:
  std::ostream& err_;
  bool in_json_;
};

int complaints::complain(const std::string& who, const error& why, int code) const {
  if (in_json_) {
    const nlohmann::json all{{"code", transports::name_of(why.code)},
                             {"message", why.message},
                             {"hint", why.hint},
                             {"exit_code", code}};
    err_ << nlohmann::json{{"error", all}}.dump(-1, ' ', true,
                                                nlohmann::json::error_handler_t::replace)
         << '\n';
    return code;
  }
  auto line = who + ": " + why.message;
  if (!why.hint.empty()) // a command to try, or a few words
    line += (why.hint.starts_with("ockam ") ? " (try: " : " (") + why.hint + ")";
  std::replace(line.begin(), line.end(), '\n', ' ');
  err_ << config::printable(line) << '\n';
  return code;
}

/// Of help, and of tables on a terminal.
std::size_t width_of_out(const host_environment& host) {
  constexpr std::size_t usual = 80; // where nobody looks
  return host.out_columns > 0 ? host.out_columns : usual;
}

result<output> make_output(const arguments& args, host_environment& host) {
  const auto as = args.text("output").value_or("plain");
  if (as != "plain" && as != "json")
    return fail(errc::invalid, "--output " + as + " is neither plain nor json");
  if (args.flag("quiet") && args.flag("verbose"))
    return fail(errc::invalid, "--quiet and --verbose exclude each other");
  output out{host.out, host.err};
  out.terminal = host.out_columns > 0;
  out.watched = host.err_is_terminal;
  out.columns = width_of_out(host);
  out.colors = out.terminal && !args.flag("no-color") && !host.no_color;
  out.quiet = args.flag("quiet") || host.quiet;
  if (const auto program = args.text("jq")) {
    OCKAM_TRY(filter, jq_filter::compile(*program));
    out.filter = std::move(filter);
  }
  out.as = as == "json" || out.filter ? format::json : format::plain;
  out.compact = args.flag("compact-output");
  return out;
}

/// Puts a line of standard input in the place of `-`, in what holds a route.
status substitute_input(const command& action, arguments& args, host_environment& host) {
  std::vector<std::string*> routes;
  for (const auto& each : action.options)
    if (each.is(option::route))
      for (auto* value : args.given(each.name())) routes.push_back(value);
  for (std::size_t i = 0; i < action.positionals.size(); ++i)
    if (auto* value = args.given(i); value && action.positionals[i].route) routes.push_back(value);
  for (auto* route : routes) {
    if (!wants_input(*route)) continue;
    OCKAM_TRY(line, read_route(host.in, host.in_is_terminal));
    *route = substitute(*route, line);
  }
  return done{};
}

int run_action(const chosen_command& chosen, arguments& args, output& out, host_environment& host,
               const complaints& to) {
  const auto name = full_name(*chosen.subject, *chosen.action);
  try {
    if (auto ok = substitute_input(*chosen.action, args, host); !ok)
      return to.complain(name, ok.error(), exit_no_input);
    out.whose = {chosen.subject->name, chosen.action->verb, {}};
    invocation call{*chosen.subject, *chosen.action, args, out, host};
    auto outcome = chosen.action->run(call);
    if (outcome && !host.out.flush())
      outcome = fail(errc::io, "cannot write to the standard output");
    if (outcome) outcome = out.written;
    if (outcome) return exit_ok;
    return to.complain(name, outcome.error(),
                       exit_code(outcome.error().code, chosen.subject->name));
  } catch (const std::exception& why) {
    return to.complain(name, fail(errc::internal, why.what()), exit_code(errc::internal));
  }
}

/// Says which of the options that were given make no difference here. Errors: invalid, for one that
/// is not supported.
status note_foreign_options(const std::vector<option>& options, const arguments& args,
                            output& out) {
  for (const auto& each : options) {
    const bool given = args.flag(each.name()) || args.text(each.name()).has_value();
    if (!given) continue;
    if ((each.trait & is_not_supported) != 0)
      return fail(errc::invalid, "--" + each.name() + ": " + each.help);
    if ((each.trait & makes_no_difference) != 0)
      out.note("--" + each.name() + " has no effect: " + each.help);
  }
  return done{};
}

/// Takes the time in OCKAM_DEFAULT_TIMEOUT, unless --timeout says one. Errors: config, for no time.
status suppose_timeout(const std::vector<option>& options, arguments& args) {
  constexpr std::string_view timeout = "timeout", variable = "OCKAM_DEFAULT_TIMEOUT";
  auto said = config::variable_text(variable);
  const auto waits = [&](const option& each) { return each.name() == timeout; };
  if (said.empty() || std::none_of(options.begin(), options.end(), waits)) return done{};
  if (const auto time = config::parse_duration(said); !time)
    return fail(errc::config, std::string(variable) + ": " + time.error().message,
                time.error().hint);
  args.suppose(timeout, said);
  return done{};
}

std::string help_for(std::span<const noun> nouns, const chosen_command& chosen, std::size_t width) {
  if (!chosen.subject) return help(nouns, width);
  return chosen.action ? help(*chosen.subject, *chosen.action, width)
                       : help(*chosen.subject, width);
}

std::string name_of(const chosen_command& chosen) {
  if (!chosen.subject) return "ockam";
  return chosen.action ? full_name(*chosen.subject, *chosen.action)
                       : "ockam " + chosen.subject->name;
}

} // namespace

const std::vector<option>& global_options() {
  static const std::vector<option> options{
      {"help,h", "", "Show this text"},
      {"version,V", "", "Show the version"},
      {"quiet,q", "", "Print answers and errors only"},
      {"verbose,v", "", "Log more; up to three times: info, debug, trace"},
      {"no-color", "", "Print without colors, as does NO_COLOR=1"},
      {"no-input", "", "Never ask anything"},
      {"output", "plain|json", "Form of the answer"},
      {"jq", "EXPR", "Print what this program of jq makes of the answer in JSON"},
      {"compact-output", "", "Print JSON on one line"},
      {"pretty", "", "Print JSON on several lines, as is done anyway", option::hidden},
      {"test-argument-parser", "", "Parse and exit", option::hidden},
  };
  return options;
}

int run(std::span<const noun> nouns, std::span<const std::string> words, host_environment& host) {
  if (!words.empty() && words.front() == "help") {
    std::vector<std::string> asked(words.begin() + 1, words.end());
    if (const auto page = help_about(asked, width_of_out(host))) return host.out << *page, exit_ok;
    asked.emplace_back("--help");
    return run(nouns, asked, host);
  }
  const complaints to{host.err, wants_json(words)};
  auto chosen = choose(nouns, words);
  if (!chosen) return to.complain("ockam", chosen.error(), exit_usage);
  const auto name = name_of(*chosen);
  const auto wrong = [&](error why) {
    if (why.hint.empty()) why.hint = name + " --help";
    return to.complain(name, why, exit_usage);
  };

  std::vector<std::string> notes;
  if (chosen->action)
    notes = translate_words({chosen->subject->name, chosen->action->verb}, chosen->rest);
  auto options = chosen->action ? chosen->action->options : std::vector<option>{};
  options.insert(options.end(), global_options().begin(), global_options().end());
  const auto positionals = chosen->action ? chosen->action->positionals : std::vector<positional>{};
  auto args = arguments::parse(options, positionals, chosen->rest);
  if (!args) return wrong(args.error());
  auto out = make_output(*args, host);
  if (!out) return wrong(out.error());

  if (args->flag("help")) return host.out << help_for(nouns, *chosen, width_of_out(host)), exit_ok;
  if (args->flag("version")) return host.out << "ockam " OCKAM_VERSION "\n", exit_ok;
  if (!chosen->action) return host.err << help_for(nouns, *chosen, width_of_out(host)), exit_usage;
  if (auto ok = args->complete(options, positionals); !ok) return wrong(ok.error());
  if (auto ok = note_foreign_options(options, *args, *out); !ok) return wrong(ok.error());
  if (auto ok = suppose_timeout(options, *args); !ok)
    return to.complain(name, ok.error(), exit_code(ok.error().code));
  for (const auto& each : notes) out->note(each);
  if (args->flag("test-argument-parser")) return exit_ok;
  return run_action(*chosen, *args, *out, host, to);
}

} // namespace ockam::cli
