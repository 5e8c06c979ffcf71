#include "actors/routing/identities.hpp"

#include "transports/reactor/async_work.hpp"

namespace ockam::actors {

void identities::find(const std::string& name, answer to) const {
  if (name.empty()) return to(node_.self);
  if (!load_)
    return to(fail(errc::not_found, "identity " + name + " not found: this node has no vault"));
  transports::work_beside(
      node_.home, [load = load_, name] { return load(name); }, std::move(to));
}

} // namespace ockam::actors
