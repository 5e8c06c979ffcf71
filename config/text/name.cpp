#include "config/text/name.hpp"

#include "config/base/printable.hpp"
#include "config/defaults.hpp"
#include "wire/bytes.hpp"
#include "wire/routing/relay_name.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ockam::config {

namespace {

const char* noun_of(named what) {
  switch (what) {
  case named::node: return "node";
  case named::vault: return "vault";
  case named::identity: return "identity";
  case named::relay: return "relay";
  case named::worker: return "worker";
  case named::alias: return "alias";
  }
  return "";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_of_file(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

struct range {
  std::uint32_t first, last;
};

template <std::size_t N>
bool is_in(const std::array<range, N>& all, std::uint32_t point) {
  return std::any_of(all.begin(), all.end(),
                     [point](const range& r) { return r.first <= point && point <= r.last; });
}

// Source: Unicode 15, general categories Zs, Zl, Zp, Cc and Cf.
constexpr std::array<range, 9> blanks{{{0x09, 0x0d},
                                       {0x20, 0x20},
                                       {0x85, 0x85},
                                       {0xa0, 0xa0},
                                       {0x1680, 0x1680},
                                       {0x2000, 0x200a},
                                       {0x2028, 0x2029},
                                       {0x202f, 0x205f},
                                       {0x3000, 0x3000}}};
constexpr std::array<range, 2> controls{{{0x00, 0x1f}, {0x7f, 0x9f}}};
constexpr std::array<range, 10> unseen{{{0xad, 0xad},
                                        {0x61c, 0x61c},
                                        {0x180e, 0x180e},
                                        {0x200b, 0x200f},
                                        {0x202a, 0x202e},
                                        {0x2060, 0x206f},
                                        {0xfe00, 0xfe0f},
                                        {0xfeff, 0xfeff},
                                        {0xfff0, 0xfffb},
                                        {0xe0000, 0xe0fff}}};

/// Null: it may stand in a route and in a listing.
const char* what_is_wrong(std::uint32_t point) {
  if (point == '/') return "no '/'";
  if (is_in(unseen, point)) return "no marks that cannot be seen";
  if (is_in(blanks, point)) return "no blanks";
  return is_in(controls, point) ? "no control characters" : nullptr;
}

constexpr std::string_view is_a_port = "a number is a port";

std::size_t size_max_of(named what) {
  return address_size_max - (what == named::relay ? wire::relay_prefix.size() : 0);
}

/// What is wrong with a name; empty if nothing is.
std::string what_is_wrong(named what, std::string_view name) {
  const auto max = size_max_of(what);
  if (name.size() > max) return "at most " + std::to_string(max) + " bytes";
  if (!wire::is_utf8(wire::view_of(name))) return "it is not UTF-8";
  for (auto rest = name; !rest.empty();) {
    const auto [code, size] = *first_of(rest);
    if (const auto* const wrong = what_is_wrong(code)) return wrong;
    rest.remove_prefix(size);
  }
  if (what != named::alias) return {};
  constexpr std::size_t port_digits_max = 5;
  if (name.size() <= port_digits_max && std::all_of(name.begin(), name.end(), is_digit))
    return std::string(is_a_port);
  return name.find(':') == name.npos ? "" : "no ':'";
}

/// What cannot be shown as it is looks like `\x1b`: all that is not ASCII, in a name that is wrong.
std::string shown(std::string_view name) {
  constexpr std::size_t shown_max = 64;
  constexpr auto digits = "0123456789abcdef";
  std::string out;
  for (const char c : name.substr(0, shown_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte < 0x7f)
      out += c;
    else
      out.append({'\\', 'x', digits[byte >> 4], digits[byte & 15]});
  }
  return out + (name.size() > shown_max ? "..." : "");
}

std::string hint_for(named what, std::string_view wrong) {
  if (wrong == is_a_port) return "a port is said with --from";
  return "1 to " + std::to_string(size_max_of(what))
         + " bytes without blanks, '/' and control characters";
}

} // namespace

status check_name(named what, std::string_view name) {
  const std::string noun = noun_of(what);
  if (what == named::node || what == named::vault || what == named::identity) {
    if (!name.empty() && name.size() <= name_size_max
        && std::all_of(name.begin(), name.end(), is_of_file))
      return done{};
    return fail(errc::invalid, "invalid " + noun + " name: " + shown(name),
                "use 1 to " + std::to_string(name_size_max) + " letters, digits, '-' or '_'");
  }
  const auto title = what == named::alias ? noun : noun + " name";
  if (name.empty()) return fail(errc::invalid, title + ": it is empty");
  const auto wrong = what_is_wrong(what, name);
  if (wrong.empty()) return done{};
  return fail(errc::invalid, title + " \"" + shown(name) + "\": " + wrong, hint_for(what, wrong));
}

} // namespace ockam::config
