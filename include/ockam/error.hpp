// Errors are values: what failed, where, why, and the next command to try.
#pragma once
#include <cassert>
#include <stdexcept>
#include <string>
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

} // namespace ockam
