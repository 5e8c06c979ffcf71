// How a policy is read from text and written as text.
#include "channels/policy/policy.hpp"
#include "channels/policy/policy_reading.hpp"
#include "wire/bytes.hpp"

#include <array>
#include <charconv>

namespace ockam::channels {

namespace {

void print_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const auto c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      ((out += "\\u{") += wire::to_hex(wire::bytes_view(&byte, 1))) += '}';
    } else {
      out += c;
    }
  }
  out += '"';
}

void print_real(std::string& out, double number) {
  std::array<char, 32> digits;
  const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

void print(std::string& out, const policy_program& program, std::size_t at);

void print_inside(std::string& out, const policy_program& program, std::size_t at) {
  for (auto inner = at + 1; inner < program.next(at); inner = program.next(inner)) {
    if (out.back() != '[') out += ' ';
    print(out, program, inner);
  }
}

void print(std::string& out, const policy_program& program, std::size_t at) {
  const auto& node = program.nodes[at];
  switch (node.kind) {
  case policy_kind::attribute: (out += attribute_prefix) += program.text(node); break;
  case policy_kind::text: print_quoted(out, program.text(node)); break;
  case policy_kind::integer: out += std::to_string(std::get<std::int64_t>(node.value)); break;
  case policy_kind::real: print_real(out, std::get<double>(node.value)); break;
  case policy_kind::boolean: out += std::get<bool>(node.value) ? "true" : "false"; break;
  case policy_kind::unit: out += "()"; break;
  case policy_kind::sequence:
    out += '[';
    print_inside(out, program, at);
    out += ']';
    break;
  default:
    if (is_name(node.kind)) {
      out += name_of(node.kind);
    } else {
      (out += '(') += name_of(node.kind);
      print_inside(out, program, at);
      out += ')';
    }
  }
}

// -- diagnostics --------------------------------------------------------------

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

/// What stands around a byte of the text, and a caret below it.
std::string shown(std::string_view text, std::size_t at) {
  constexpr std::size_t before = 40, behind = 32;
  auto start = at - std::min(at, before), end = std::min(at + behind, text.size());
  while (start < at && continues_character(text[start])) ++start;
  while (end < text.size() && continues_character(text[end])) ++end;
  std::string out(text.substr(start, end - start));
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out + '\n' + std::string(characters(text.substr(start, at - start)), ' ') + '^';
}

} // namespace

std::string_view name_of(policy_kind kind) {
  constexpr std::array<std::string_view, 15> names = {"and",
                                                      "or",
                                                      "not",
                                                      "if",
                                                      "=",
                                                      "!=",
                                                      "<",
                                                      ">",
                                                      "member?",
                                                      "exists?",
                                                      "",
                                                      "subject.has_credential",
                                                      "subject.identifier",
                                                      "resource.id",
                                                      "action.id"};
  const auto place = static_cast<std::size_t>(kind);
  return place < names.size() ? names[place] : std::string_view();
}

result<policy> policy::parse(std::string_view text) {
  if (text.size() > config::policy_size_max)
    return fail(errc::limit, "a policy has at most " + std::to_string(config::policy_size_max)
                                 + " bytes, and this one has " + std::to_string(text.size()));
  if (!wire::is_utf8(wire::view_of(text)))
    return fail(errc::invalid, "a policy is text in UTF-8, and this is not");
  policy_refusal refused;
  if (auto program = read_short_form(text, refused)) return policy(std::move(*program));
  if (auto program = read_full_form(text, refused)) return policy(std::move(*program));
  const auto& [at, why] = refused;
  const auto column = characters(text.substr(0, at)) + 1;
  return fail(errc::invalid, "policy, column " + std::to_string(column) + ": " + why,
              shown(text, at));
}

std::string to_string(const policy& p) {
  std::string out;
  print(out, p.program_, 0);
  return out;
}

} // namespace ockam::channels
