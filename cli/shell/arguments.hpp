// The options and arguments that a verb accepts, and those that it was given.
#pragma once
#include "config/text/option.hpp"
#include "wire/result.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::cli {

using config::option;
using config::split_names;

/// Traits of hidden options that others' scripts may have; their help says why they are no use.
inline constexpr unsigned makes_no_difference = 64, is_not_supported = 128;

struct positional {
  std::string name; ///< in capitals: `NAME`
  std::string help;
  bool required = false;
  bool route = false; ///< whether it may be `-`, for a line of standard input
  bool may_be_empty = false;
  bool repeated = false; ///< whether more of them may follow; of the last one only
  std::string unless{};  ///< flag with which it is not required
};

class arguments {
public:
  /// Takes a command line apart, without program, noun and verb. Every error is a wrong usage. What
  /// is merely missing is no error, so that `--help` works without it.
  static result<arguments> parse(std::span<const option> options,
                                 std::span<const positional> positionals,
                                 std::span<const std::string> words);

  /// Whether everything required was given, and no value is empty.
  status complete(std::span<const option> options, std::span<const positional> positionals) const;

  /// The value of an option, by its first name.
  std::optional<std::string> text(std::string_view option) const;
  /// The values of an option that may be repeated; empty if it was not given.
  std::vector<std::string> texts(std::string_view option) const;
  /// How often a flag was given.
  std::size_t count(std::string_view flag) const;
  bool flag(std::string_view name) const { return count(name) > 0; }
  std::optional<std::string> positional_at(std::size_t index) const;
  /// The positionals from that index on; there may be more than one if the last may be repeated.
  std::vector<std::string> positionals_from(std::size_t index) const;

  /// Takes `value` for an option that was not given.
  void suppose(std::string_view option, const std::string& value);

  /// What was given for an option, or as a positional, so that something else can be put in its
  /// place.
  std::vector<std::string*> given(std::string_view option);
  std::string* given(std::size_t positional);

private:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
  std::map<std::string, std::size_t, std::less<>> flags_;
  std::vector<std::string> positionals_;
};

} // namespace ockam::cli
