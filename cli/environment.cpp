#include "config/base/environment.hpp"

#include "cli/shell/commands.hpp"
#include "cli/text/table.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

status show(invocation& call) {
  auto objects = nlohmann::json::array();
  std::vector<table_row> rows;
  for (const auto& each : config::variables()) {
    const std::string name(each.name), fallback(each.fallback), meaning(each.meaning);
    const auto value = config::variable_text(name);
    objects.push_back(
        {{"name", name}, {"value", value}, {"default", fallback}, {"meaning", meaning}});
    rows.push_back({name, value, fallback, meaning});
  }
  call.out.answer(objects, table(call.out, {"Variable", "Value", "Default", "Meaning"}, rows));
  return done{};
}

} // namespace

noun environment() {
  const std::string summary = "Show the environment variables that are read";
  return {"environment", summary, {{"", summary, {}, {}, {"ockam environment"}, show}}};
}

} // namespace ockam::cli
