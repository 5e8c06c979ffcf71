// Errors are values: what failed, where, why, and the next command to try.
#pragma once
#include <cassert>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace ockam {

/// What kind of failure it is; the command line turns it into an exit code (spec: cli §1.1).
enum class errc : unsigned char {
  invalid = 1,    ///< malformed address, route, hex, JSON: 65
  not_found,      ///< no such node, relay, inlet ...: 70
  already_exists, ///< that name is taken: 73
  in_use,         ///< a port or an address that somebody else listens on: 74
  unavailable,    ///< refused, unreachable, gone: 69
  timed_out,      ///< no answer in time: 75
  protocol,       ///< the peer sent what it must not: 76
  denied,         ///< not allowed: 77
  config,         ///< bad configuration: 78
  limit,          ///< a bound of config/defaults.hpp was reached: 71
  io,             ///< the operating system said no: 74
  internal,       ///< our own mistake: 70
};

struct error {
  errc code = errc::internal;
  std::string message; ///< one line: what failed, where, why
  std::string hint;    ///< the next command to try; may be empty
};

/// A value or the error that came instead.
template <class T>
class [[nodiscard]] result {
public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(ockam::error why) : state_(std::in_place_index<1>, std::move(why)) {}
  explicit operator bool() const noexcept { return state_.index() == 0; }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  ockam::error& error() {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  const ockam::error& error() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  /// What `next` makes of the value, itself a result; or the error.
  template <class F>
  auto and_then(F&& next) && -> std::invoke_result_t<F, T> {
    if (!*this) return std::move(error());
    return std::forward<F>(next)(std::move(value()));
  }
  /// The value as `change` makes it; or the error.
  template <class F>
  auto map(F&& change) && -> result<std::invoke_result_t<F, T>> {
    if (!*this) return std::move(error());
    return std::forward<F>(change)(std::move(value()));
  }

private:
  T& value() {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  std::variant<T, ockam::error> state_;
};

/// Success without a value.
struct done {};
using status = result<done>;

/// What the functions of node.hpp, home.hpp and runtime.hpp throw: an error that is not handled
/// where it happens.
struct failure : std::runtime_error {
  explicit failure(error what)
      : runtime_error(what.hint.empty() ? what.message : what.message + " (" + what.hint + ')'),
        why(std::move(what)) {}
  error why;
};

inline error fail(errc code, std::string message, std::string hint = {}) {
  return {code, std::move(message), std::move(hint)};
}

// The errors that people meet most, by name: `not_found("relay", "r1", "ockam relay list")` says
// `relay r1 not found`.

inline error not_found(const std::string& noun, const std::string& name, std::string hint = {}) {
  return fail(errc::not_found, noun + ' ' + name + " not found", std::move(hint));
}
inline error already_exists(const std::string& noun, const std::string& name,
                            std::string hint = {}) {
  return fail(errc::already_exists, noun + ' ' + name + " exists already", std::move(hint));
}

} // namespace ockam

/// Goes on with the value of a result under that name, which is a reference to it, or returns the
/// error: `OCKAM_TRY(state, open_state());` and then `state.nodes()`.
#define OCKAM_TRY(name, ...)                                                                       \
  auto name##_result = __VA_ARGS__;                                                                \
  if (!name##_result) return std::move(name##_result).error();                                     \
  auto& name = *name##_result // NOLINT(bugprone-macro-parentheses)
