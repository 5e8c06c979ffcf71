#define CXXOPTS_NO_REGEX              // std::regex would double the start-up time
#define CXXOPTS_VECTOR_DELIMITER '\0' // not every list may be taken apart at commas
#include "cli/shell/arguments.hpp"

#include "config/base/suggestion.hpp"

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
      if (name.size() > 1) known.push_back(name);
  }
  const auto bare = word.substr(0, word.find('='));
  const auto meant = config::closest(bare.substr(bare.find_first_not_of('-')), known);
  return fail(errc::invalid, "unknown option " + bare,
              meant.empty() ? "" : "did you mean --" + meant + "?");
}

/// Every name of an option is one of its own for the parser, which allows only one short synonym.
cxxopts::Options declare(std::span<const option> options) {
  cxxopts::Options parser("ockam");
  parser.allow_unrecognised_options(); // positionals and wrong flags come back in one list
  auto add = parser.add_options();
  for (const auto& each : options)
    for (const auto& name : split_names(each.names)) {
      if (each.value.empty())
        add(name, "");
      else if (each.is(option::repeated))
        add(name, "", cxxopts::value<std::vector<std::string>>());
      else
        add(name, "", cxxopts::value<std::string>());
    }
  return parser;
}

/// What was given for an option under any of its names.
struct given {
  std::size_t times = 0;
  std::vector<std::string> values; ///< all values of an option that may be repeated, else the last
};

given find(const cxxopts::ParseResult& parsed, const option& wanted) {
  given found;
  for (const auto& name : split_names(wanted.names)) {
    const auto times = parsed.count(name);
    if (times == 0) continue;
    if (wanted.is(option::repeated)) {
      const auto& more = parsed[name].as<std::vector<std::string>>();
      for (const auto& value : more)
        if (wanted.is(option::whole))
          found.values.push_back(value);
        else
          for (auto& part : split_names(value)) found.values.push_back(std::move(part));
    } else if (!wanted.value.empty())
      found.values = {parsed[name].as<std::string>()};
    else if (!parsed[name].as<bool>())
      continue; // as if it was not given: --flag=false
    found.times += times;
  }
  return found;
}

} // namespace

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
    for (const auto& each : options) {
      const auto name = each.name();
      const auto found = find(parsed, each);
      if (found.times == 0) continue;
      if (each.value.empty()) {
        args.flags_[name] = found.times;
        continue;
      }
      for (const auto& value : found.values)
        if (value.starts_with("--")) return fail(errc::invalid, "--" + name + " needs a value");
      if (each.is(option::repeated)) {
        args.lists_[name] = found.values;
        if (found.values.empty()) args.lists_[name].emplace_back(); // an empty value counts as one
        continue;
      }
      if (found.times > 1) return fail(errc::invalid, "--" + name + " is given more than once");
      args.values_[name] = found.values.front();
    }
  } catch (const cxxopts::exceptions::missing_argument&) {
    return fail(errc::invalid, std::string(argv.back()) + " needs a value"); // it is the last word
  } catch (const cxxopts::exceptions::exception& why) {
    return fail(errc::invalid, why.what());
  }
  if (literal != words.end())
    args.positionals_.insert(args.positionals_.end(), literal + 1, words.end());

  const auto ends = positionals.empty() || !positionals.back().repeated;
  if (ends && args.positionals_.size() > positionals.size())
    return fail(errc::invalid, "unexpected argument " + args.positionals_[positionals.size()]);
  return args;
}

status arguments::complete(std::span<const option> options,
                           std::span<const positional> positionals) const {
  for (auto i = positionals_.size(); i < positionals.size(); ++i)
    if (positionals[i].required && !flag(positionals[i].unless))
      return fail(errc::invalid, positionals[i].name + " is missing");
  for (std::size_t i = 0; i < positionals_.size(); ++i) {
    const auto& which = positionals[std::min(i, positionals.size() - 1)];
    if (positionals_[i].empty() && !which.may_be_empty)
      return fail(errc::invalid, which.name + " is empty");
  }
  for (const auto& each : options) {
    const auto given = text(each.name());
    if (each.is(option::required) && !given)
      return fail(errc::invalid, "--" + each.name() + " " + each.value + " is missing");
    const auto all = texts(each.name());
    const auto is_empty = [](const std::string& value) { return value.empty(); };
    // mostly a variable of a script that is not set
    if ((given && given->empty()) || std::any_of(all.begin(), all.end(), is_empty))
      return fail(errc::invalid, "--" + each.name() + " " + each.value + " is empty");
  }
  return done{};
}

void arguments::suppose(std::string_view option, const std::string& value) {
  values_.try_emplace(std::string(option), value);
}

std::optional<std::string> arguments::text(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> arguments::texts(std::string_view option) const {
  const auto found = lists_.find(option);
  return found == lists_.end() ? std::vector<std::string>{} : found->second;
}

std::size_t arguments::count(std::string_view flag) const {
  const auto found = flags_.find(flag);
  return found == flags_.end() ? 0 : found->second;
}

std::optional<std::string> arguments::positional_at(std::size_t index) const {
  return index < positionals_.size() ? std::optional(positionals_[index]) : std::nullopt;
}

std::vector<std::string> arguments::positionals_from(std::size_t index) const {
  const auto first = std::min(index, positionals_.size());
  return {positionals_.begin() + static_cast<std::ptrdiff_t>(first), positionals_.end()};
}

std::vector<std::string*> arguments::given(std::string_view option) {
  std::vector<std::string*> all;
  if (auto found = values_.find(option); found != values_.end()) all.push_back(&found->second);
  if (auto found = lists_.find(option); found != lists_.end())
    for (auto& value : found->second) all.push_back(&value);
  return all;
}

std::string* arguments::given(std::size_t positional) {
  return positional < positionals_.size() ? &positionals_[positional] : nullptr;
}

} // namespace ockam::cli
