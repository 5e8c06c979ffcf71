// What the handles of home.hpp hold.
#pragma once
#include "channels/identity/own_identity.hpp"
#include "channels/membership/project.hpp"

#include <filesystem>
#include <memory>
#include <ockam/home.hpp>
#include <string>

namespace ockam {

struct home::state {
  std::filesystem::path path;
  std::string text;
};

struct identity::state {
  std::string name, identifier;
  std::filesystem::path home;
  std::shared_ptr<const channels::own_identity> own;
};

struct project::state {
  std::filesystem::path home;
  channels::project what;
};

} // namespace ockam
