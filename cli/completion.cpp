#include "cli/completion.hpp"

#include "cli/shell/commands.hpp"
#include "cli/topics/topics.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& each : words) text += (text.empty() ? "" : " ") + each;
  return text;
}

std::vector<std::string> long_flags(std::span<const option> options) {
  std::vector<std::string> flags;
  for (const auto& each : options) {
    if (each.is(option::hidden)) continue;
    for (const auto& name : split_names(each.names))
      if (name.size() > 1) flags.push_back("--" + name);
  }
  return flags;
}

std::vector<noun> visible(std::span<const noun> nouns) {
  std::vector<noun> kept;
  std::copy_if(nouns.begin(), nouns.end(), std::back_inserter(kept),
               [](const noun& each) { return !each.hidden; });
  return kept;
}

std::vector<std::string> names_of(std::span<const noun> nouns) {
  std::vector<std::string> names;
  for (const auto& each : nouns) names.push_back(each.name);
  return names;
}

std::vector<std::string> verbs_of(const noun& subject) {
  std::vector<std::string> verbs;
  for (const auto& each : subject.verbs)
    if (!each.verb.empty()) verbs.push_back(each.verb);
  return verbs;
}

/// `case` branches of a shell: what may follow the words `noun verb`.
std::string branches(std::span<const noun> nouns) {
  auto about = names_of(nouns);
  about.emplace_back("topics");
  for (const auto& each : topics()) about.push_back(each.name);
  std::string text = "    ' ') choices='" + join(names_of(nouns))
                     + " help' ;;\n    'help ') choices='" + join(about) + "' ;;\n";
  for (const auto& subject : nouns) {
    if (!subject.stands_alone())
      text += "    '" + subject.name + " ') choices='" + join(verbs_of(subject)) + "' ;;\n";
    for (const auto& action : subject.verbs)
      if (!action.verb.empty() || subject.stands_alone())
        text += "    '" + subject.name + " " + action.verb + "') choices='"
                + join(long_flags(action.options)) + "' ;;\n";
  }
  return text;
}

/// Finds noun and verb among the words before the cursor, then what may follow them; bash counts
/// words from 0, zsh from 1, so `first` is the place of the first one behind `ockam`.
std::string word_finder(const std::string& words, const std::string& first,
                        const std::string& cursor, std::span<const noun> nouns) {
  const auto word = "${" + words + "[i]}";
  return "  local noun= verb= choices= values= i\n"
         "  for ((i = "
         + first + "; i < " + cursor
         + "; i++)); do\n"
           "    case "
         + word
         + " in\n"
           "      --output) ((i++)) ;;\n"
           "      -*) ;;\n"
           "      *) if [[ -z $noun ]]; then noun="
         + word
         + "\n"
           "         elif [[ -z $verb ]]; then verb="
         + word
         + "; fi ;;\n"
           "    esac\n"
           "  done\n"
           "  case \"$noun $verb\" in\n"
         + branches(nouns)
         + "  esac\n"
           "  if [[ -n $noun && ${"
         + words + "[" + cursor
         + "]} != -* ]]; then\n"
           "    if values=$(ockam complete \"$noun\" \"$verb\" -- \"${"
         + words + "[" + cursor
         + "-1]}\" 2>/dev/null); then\n"
           "      choices=$values\n"
           "    fi\n"
           "  fi\n"
           "  if [[ ${"
         + words + "[" + cursor
         + "]} == -* ]]; then\n"
           "    choices=\"$choices "
         + join(long_flags(global_options()))
         + "\"\n"
           "  fi\n";
}

std::string bash(std::span<const noun> nouns) {
  return "# Load with: source <(ockam completion bash)\n"
         "_ockam() {\n"
         + word_finder("COMP_WORDS", "1", "COMP_CWORD", nouns)
         + "  COMPREPLY=($(compgen -W \"$choices\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
           "}\n"
           "complete -o default -F _ockam ockam";
}

std::string zsh(std::span<const noun> nouns) {
  // `words` is zsh's own name for the command line and `CURRENT` for the place of the cursor.
  return "#compdef ockam\n"
         "# Load with: source <(ockam completion zsh)\n"
         "_ockam() {\n"
         + word_finder("words", "2", "CURRENT", nouns)
         + "  if [[ -n $choices ]]; then compadd -- ${=choices}; else _files; fi\n"
           "}\n"
           // as a file that zsh itself loads this is the body of the function already
           "if [[ ${funcstack[1]} == _ockam ]]; then _ockam; else compdef _ockam ockam; fi";
}

/// What may follow the words `noun verb`, as entries of a shell's table.
std::string entries(std::span<const noun> nouns, const std::string& begins,
                    const std::string& between, const std::string& ends) {
  std::string text;
  const auto add = [&](const std::string& noun, const std::string& verb, const std::string& next) {
    text.append(begins).append(noun).append(" ").append(verb).append(between).append(next).append(
        ends);
  };
  add("", "", join(names_of(nouns)));
  for (const auto& subject : nouns) {
    if (!subject.stands_alone()) add(subject.name, "", join(verbs_of(subject)));
    for (const auto& action : subject.verbs)
      if (!action.verb.empty() || subject.stands_alone())
        add(subject.name, action.verb, join(long_flags(action.options)));
  }
  return text;
}

std::string elvish(std::span<const noun> nouns) {
  return "# Load with: eval (ockam completion elvish | slurp)\n"
         "use str\n"
         "set edit:completion:arg-completer[ockam] = {|@words|\n"
         "  var choices = [\n"
         + entries(nouns, "    &'", "'='", "'\n")
         + "  ]\n"
           "  var noun = ''\n"
           "  var verb = ''\n"
           "  for word $words[1..-1] {\n"
           "    if (str:has-prefix $word -) {\n"
           "      continue\n"
           "    } elif (eq $noun '') {\n"
           "      set noun = $word\n"
           "    } elif (eq $verb '') {\n"
           "      set verb = $word\n"
           "    }\n"
           "  }\n"
           "  var key = $noun' '$verb\n"
           "  if (has-key $choices $key) {\n"
           "    str:split ' ' $choices[$key]\n"
           "  }\n"
           "}";
}

std::string powershell(std::span<const noun> nouns) {
  return "# Load with: ockam completion powershell | Out-String | Invoke-Expression\n"
         "Register-ArgumentCompleter -Native -CommandName ockam -ScriptBlock {\n"
         "  param($word, $ast, $position)\n"
         "  $choices = @{\n"
         + entries(nouns, "    '", "' = '", "'\n")
         + "  }\n"
           "  $noun = ''; $verb = ''\n"
           "  foreach ($each in $ast.CommandElements | Select-Object -Skip 1) {\n"
           "    $text = $each.ToString()\n"
           "    if ($text.StartsWith('-') -or $text -eq $word) { continue }\n"
           "    if (-not $noun) { $noun = $text } elseif (-not $verb) { $verb = $text }\n"
           "  }\n"
           "  $choices[\"$noun $verb\"] -split ' ' | Where-Object { $_ -like \"$word*\" } |\n"
           "    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }\n"
           "}";
}

/// A text within single quotes of fish.
std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find_first_of("'\\", at)) != text.npos; at += 2)
    text.insert(at, 1, '\\');
  return "'" + text + "'";
}

/// Flags below a condition; `command` is their noun and verb.
std::string fish_flags(std::string_view condition, const std::string& command,
                       std::span<const option> options) {
  std::string text;
  for (const auto& each : options) {
    if (each.is(option::hidden)) continue;
    text +=
        each.value.find("FILE") == std::string::npos ? "complete -c ockam -f" : "complete -c ockam";
    if (!condition.empty()) text += " -n " + quoted(std::string(condition));
    for (const auto& name : split_names(each.names))
      text += (name.size() == 1 ? " -s " : " -l ") + name;
    if (!each.value.empty() && !command.empty())
      text +=
          " -a " + quoted("(ockam complete " + command + " -- --" + each.name() + " 2>/dev/null)");
    text += (each.value.empty() ? " -d " : " -r -d ") + quoted(each.help) + "\n";
  }
  return text;
}

std::string fish(std::span<const noun> nouns) {
  std::string text =
      "# Load with: ockam completion fish | source\n" + fish_flags("", "", global_options());
  for (const auto& subject : nouns) {
    text += "complete -c ockam -f -n __fish_use_subcommand -a " + subject.name + " -d "
            + quoted(subject.summary) + "\n";
    const auto within = "__fish_seen_subcommand_from " + subject.name;
    for (const auto& action : subject.verbs) {
      if (action.verb.empty()) {
        text += fish_flags(within, subject.name + " ''", action.options);
        continue;
      }
      text += "complete -c ockam -f -n "
              + quoted(within + "; and not __fish_seen_subcommand_from " + join(verbs_of(subject)))
              + " -a " + action.verb + " -d " + quoted(action.summary) + "\n"
              + fish_flags(within + "; and __fish_seen_subcommand_from " + action.verb,
                           subject.name + " " + action.verb, action.options);
      if (!action.positionals.empty())
        text += "complete -c ockam -n "
                + quoted(within + "; and __fish_seen_subcommand_from " + action.verb) + " -a "
                + quoted("(ockam complete " + subject.name + " " + action.verb + " 2>/dev/null)")
                + "\n";
    }
  }
  text.pop_back();
  return text;
}

status print(invocation& call) {
  const auto shell = *call.args.positional_at(0);
  OCKAM_TRY(script, completion_script(shell, all_nouns()));
  call.out.answer({{"shell", shell}, {"script", script}}, script);
  return done{};
}

} // namespace

result<std::string> completion_script(std::string_view shell, std::span<const noun> nouns) {
  const auto shown = visible(nouns);
  if (shell == "bash") return bash(shown);
  if (shell == "zsh") return zsh(shown);
  if (shell == "fish") return fish(shown);
  if (shell == "elvish") return elvish(shown);
  if (shell == "powershell") return powershell(shown);
  return fail(errc::invalid, "no completion for " + std::string(shell),
              "bash, zsh, fish, elvish or powershell");
}

noun completion() {
  const std::string summary = "Print a script that completes commands in a shell";
  return {"completion",
          summary,
          {{"",
            summary,
            {{"SHELL", "bash, zsh, fish, elvish or powershell", true}},
            {},
            {"source <(ockam completion bash)", "ockam completion fish | source"},
            print}}};
}

} // namespace ockam::cli
