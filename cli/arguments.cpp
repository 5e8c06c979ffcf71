#define CXXOPTS_NO_REGEX // std::regex would double the start-up time
#include "cli/arguments.hpp"

#include "cli/suggestion.hpp"

#include <cxxopts.hpp>

#include <algorithm>
#include <cctype>

namespace ockam::cli {
namespace {

/// `-/service/x` is a route and `-` stands for standard input; only these look like a flag.
bool looks_like_flag(std::string_view word) {
  return word.size() > 1 && word[0] == '-'
         && (word[1] == '-' || std::isalnum(static_cast<unsigned char>(word[1])) != 0);
}

error unknown_flag(std::span<const option> options, const std::string& word) {
  std::vector<std::string> known;
  for (const auto& each : options) {
    if (each.is(option::hidden)) continue;
    for (const auto& name : split_names(each.names))
      if (name.size() > 1) known.push_back("--" + name);
  }
  const auto bare = word.substr(0, word.find('='));
  return fail(errc::invalid, "unknown option " + bare, closest(bare, known));
}

status check(const cxxopts::ParseResult& parsed, std::span<const option> options) {
  for (const auto& each : options) {
    const auto name = each.name();
    const auto given = parsed.count(name);
    if (each.value.empty()) continue;
    if (given > 1) return fail(errc::invalid, "--" + name + " is given more than once");
    if (given == 1 && parsed[name].as<std::string>().starts_with("--"))
      return fail(errc::invalid, "--" + name + " needs a value");
  }
  return done{};
}

cxxopts::Options declare(std::span<const option> options) {
  cxxopts::Options parser("ockam");
  parser.allow_unrecognised_options(); // positionals and wrong flags come back in one list
  auto add = parser.add_options();
  for (const auto& each : options) {
    if (each.value.empty())
      add(each.names, "");
    else
      add(each.names, "", cxxopts::value<std::string>());
  }
  return parser;
}

} // namespace

std::vector<std::string> split_names(std::string_view names) {
  std::vector<std::string> all;
  while (!names.empty()) {
    const auto end = std::min(names.find(','), names.size());
    all.emplace_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return all;
}

result<arguments> arguments::parse(std::span<const option> options,
                                   std::span<const positional> positionals,
                                   std::span<const std::string> words) {
  // Behind `--` every word is a positional, whatever it looks like.
  const auto literal = std::find(words.begin(), words.end(), "--");
  std::vector<const char*> argv{"ockam"};
  for (auto word = words.begin(); word != literal; ++word) argv.push_back(word->c_str());

  arguments args;
  try {
    const auto parsed = declare(options).parse(static_cast<int>(argv.size()), argv.data());
    for (const auto& word : parsed.unmatched()) {
      if (looks_like_flag(word)) return unknown_flag(options, word);
      args.positionals_.push_back(word);
    }
    if (auto ok = check(parsed, options); !ok) return ok.error();
    for (const auto& each : options) {
      const auto name = each.name();
      if (parsed.count(name) == 0) continue;
      if (!each.value.empty())
        args.values_[name] = parsed[name].as<std::string>();
      else if (parsed[name].as<bool>())
        args.flags_[name] = parsed.count(name);
    }
  } catch (const cxxopts::exceptions::exception& why) {
    return fail(errc::invalid, why.what());
  }
  if (literal != words.end())
    args.positionals_.insert(args.positionals_.end(), literal + 1, words.end());

  if (args.positionals_.size() > positionals.size())
    return fail(errc::invalid, "unexpected argument " + args.positionals_[positionals.size()]);
  return args;
}

status arguments::complete(std::span<const option> options,
                           std::span<const positional> positionals) const {
  for (auto i = positionals_.size(); i < positionals.size(); ++i)
    if (positionals[i].required) return fail(errc::invalid, positionals[i].name + " is missing");
  for (const auto& each : options)
    if (each.is(option::required) && !text(each.name()))
      return fail(errc::invalid, "--" + each.name() + " " + each.value + " is missing");
  return done{};
}

std::optional<std::string> arguments::text(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t arguments::count(std::string_view flag) const {
  const auto found = flags_.find(flag);
  return found == flags_.end() ? 0 : found->second;
}

std::optional<std::string> arguments::positional_at(std::size_t index) const {
  return index < positionals_.size() ? std::optional(positionals_[index]) : std::nullopt;
}

void arguments::replace(std::string_view option, std::string value) {
  if (auto found = values_.find(option); found != values_.end()) found->second = std::move(value);
}

} // namespace ockam::cli
