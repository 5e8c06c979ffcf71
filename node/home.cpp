#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "config/base/environment.hpp"
#include "config/home/ownership.hpp"
#include "node/home_state.hpp"
#include "node/or_throw.hpp"

namespace ockam {

const std::string& identity::name() const { return state_->name; }
const std::string& identity::identifier() const { return state_->identifier; }
const std::string& project::name() const { return state_->what.name; }
const std::string& home::path() const { return state_->text; }

home home::open(const std::string& path) {
  auto made = std::make_shared<state>();
  made->path = path.empty() ? or_throw(config::home()) : std::filesystem::path(path);
  made->text = made->path.string();
  or_throw(config::check_home(made->path));
  return home(std::move(made));
}

identity home::identity(const std::string& name) const {
  const auto known = or_throw(cli::asked_identity(state_->path, cli::if_given(name)));
  auto own = or_throw(cli::load(state_->path, known));
  auto identifier = to_string(own->who().id());
  return ockam::identity(std::make_shared<identity::state>(
      identity::state{known.name, std::move(identifier), state_->path, std::move(own)}));
}

project home::project(const std::string& name) const {
  auto known = or_throw(cli::known_project(state_->path, cli::if_given(name)));
  return ockam::project(
      std::make_shared<project::state>(project::state{state_->path, std::move(known)}));
}

} // namespace ockam
