// The secure channels of a node as commands see them: those that commands made, those that routes
// opened on their way, and those that peers opened. What a command made owns its link and the
// channels that it runs through, as any opened route does.
#pragma once
#include "actors/identities.hpp"
#include "actors/open_route.hpp"
#include "actors/resource.hpp"

#include <map>
#include <memory>
#include <string>

namespace ockam::actors {

class secure_channels final : public resource {
public:
  explicit secure_channels(const identities& who) : who_(who) {}

  result<json> list() const override;
  result<json> show(std::string_view address) const override; ///< of its encryptor or decryptor
  /// `to` ends with the listener, as /service/X.
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view address) override;

private:
  struct made {
    std::string to; ///< as given
    opened_route way;
  };
  using by_encryptor = std::map<std::string, made, std::less<>>;

  json describe(const channels::channel_info&) const;
  void open(std::string to, route_request, answer);
  json keep(std::string to, opened_route);

  const identities& who_;
  std::uint64_t next_ = 0; ///< numbers openings
  std::map<std::uint64_t, std::unique_ptr<route_opening>> openings_;
  std::shared_ptr<by_encryptor> made_ = std::make_shared<by_encryptor>();
};

} // namespace ockam::actors
