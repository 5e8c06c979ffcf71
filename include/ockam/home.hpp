// What the command `ockam` keeps for a user: identities, and projects with their credentials.
#pragma once
#include <memory>
#include <ockam/error.hpp>
#include <string>

namespace ockam {

/// Somebody whom nodes can prove to be. Its key stays in the home; a copy is a handle.
class identity {
public:
  const std::string& name() const;
  const std::string& identifier() const; ///< `I` and 64 hexadecimal digits

private:
  friend class home;
  friend class node;
  struct state;
  explicit identity(std::shared_ptr<const state> s) : state_(std::move(s)) {}
  std::shared_ptr<const state> state_;
};

/// A project that somebody of this home has enrolled with. A copy is a handle.
class project {
public:
  const std::string& name() const;

private:
  friend class home;
  friend class node;
  struct state;
  explicit project(std::shared_ptr<const state> s) : state_(std::move(s)) {}
  std::shared_ptr<const state> state_;
};

class home {
public:
  /// Opens a home; without a path that of the command: $OCKAM_HOME or ~/.ockam. Throws failure if
  /// others could change it.
  static home open(const std::string& path = {});

  const std::string& path() const;
  /// The identity of that name; without a name the default one, which is made if there is none.
  /// Throws failure (not_found; config if its vault cannot be used).
  ockam::identity identity(const std::string& name = {}) const;
  /// The project of that name; without a name the default one. Makes none. Throws failure
  /// (not_found).
  ockam::project project(const std::string& name = {}) const;

private:
  struct state;
  explicit home(std::shared_ptr<const state> s) : state_(std::move(s)) {}
  std::shared_ptr<const state> state_;
};

} // namespace ockam
