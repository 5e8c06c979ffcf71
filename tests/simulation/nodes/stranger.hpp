// Somebody with a link and no right, who knows every address that there is. What it says is marked,
// and what it hears must be for its ears.
#pragma once
#include "fixtures/virtual_node.hpp"
#include "wire/routing/stream_id.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ockam::simulation::nodes {

/// All that a stranger says begins so, unless it pretends to be part of something.
inline constexpr std::string_view stranger_mark = "stranger";

class stranger {
public:
  stranger(tests::simulation& world, const std::string& host);

  /// A message to addresses of the node at `host` and behind it, one after the other.
  void say(const std::string& host, const std::vector<std::string>& onward, wire::bytes_view);
  /// Asks the relay service of `host` for a name.
  void register_name(const std::string& host, const std::string& name, bool as_ours);
  /// Asks the outlet behind `onward` for somebody's stream.
  void resume(const std::string& host, const std::vector<std::string>& onward,
              const wire::stream_id&, std::uint32_t attempt);
  /// Its links end.
  void leave();
  /// What it has heard so far.
  std::vector<tests::probe::seen>& heard() { return ear_.all; }
  /// Messages that came by names which are its own.
  std::vector<tests::probe::seen>& caught() { return trap_.all; }

private:
  const wire::address* link_to(const std::string& host);

  tests::simulation& world_;
  const std::string host_;
  std::map<std::string, wire::address> links_;
  tests::virtual_node node_;
  tests::probe &ear_, &trap_;
};

/// Something that a stranger may say, chosen by a number.
wire::bytes strange_words(std::uint32_t which);

} // namespace ockam::simulation::nodes
