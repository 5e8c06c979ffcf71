// Who may use a resource: an expression over the attributes that an authority gave somebody.
// Source: spec wire §8; where it is silent, what ockam-rs 0.150 does.
//   short := term (or term)*            term := factor (and factor)*
//   factor := not factor | ( short ) | name | name=value | name="value" | identifier
//   full  := (operation argument...)    the outermost parentheses may be left out
//   operation := and | or | not | if | = | != | < | > | member? | exists?
//   argument  := full | "text" | integer | real | true | false | [argument...] | () | subject.NAME
//                | subject.has_credential | subject.identifier | resource.id | action.id
// Attributes are texts. `name` means (= subject.name "true"), an identifier (= subject.identifier
// "I...").
// In the short form an attribute that somebody lacks is false, wherever it stands, as it reads:
//   pg=yes or role=dba     whoever has one of them
//   not role=guest         a member without a role, too; nobody without a credential
// In the full form, which is the reference's and keeps its meaning, whatever cannot be evaluated is
// denied: an attribute that is missing, values of two types compared, a result that is neither true
// nor false. There (exists? subject.NAME) says whether it is there, and that is how a short form is
// printed in full.
// Unlike the reference's, short names are whole words (there `notary` is `not ary`) other than and,
// or, not; arguments that no evaluation could use are refused when they are read; integers and
// reals are decimal, and there are no comments.
#pragma once
#include "channels/policy/policy_program.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/result.hpp"

#include <map>
#include <string>
#include <vector>

namespace ockam::channels {

/// Who wants to do what. Points to what the caller keeps.
struct policy_question {
  const wire::identifier& subject;
  /// Attributes of the subject's valid credential; null if it has none.
  const std::map<std::string, std::string>* attributes = nullptr;
  std::string_view resource; ///< name of the resource: `outlet`
  std::string_view action = "handle_message";
};

class policy {
public:
  /// Errors (invalid, limit) name the column, and their hint shows it: the expression and, in a
  /// second line, a caret.
  static result<policy> parse(std::string_view text);

  /// Evaluates the policy; neither allocates nor fails.
  bool allows(const policy_question&) const noexcept;

  /// The attributes that the policy looks at and that the subject lacks, each once.
  std::vector<std::string> missing(const policy_question&) const;

  /// The policy in the full form, on one line. It parses to the same policy, unless it is longer
  /// than config::policy_size_max: the short form can be shorter.
  friend std::string to_string(const policy&);
  friend bool operator==(const policy&, const policy&) = default;

private:
  explicit policy(policy_program program) : program_(std::move(program)) {}

  policy_program program_;
};

} // namespace ockam::channels
