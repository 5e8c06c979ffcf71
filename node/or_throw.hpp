// The functions of the public API throw where those of the rooms return an error.
#pragma once
#include <ockam/error.hpp>
#include <utility>

namespace ockam {

/// The value of a result. Throws failure if it is an error.
template <class T>
T or_throw(result<T> made) {
  if (!made) throw failure(std::move(made.error()));
  return std::move(*made);
}

} // namespace ockam
