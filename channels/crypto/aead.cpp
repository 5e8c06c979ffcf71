#include "channels/crypto/aead_engines.hpp"
#include "config/base/environment.hpp"

#include <algorithm>
#include <array>

namespace ockam::channels {

namespace {

constexpr auto variable = "OCKAM_AEAD";
constexpr std::array<std::string_view, 2> engine_names{"openssl", "ipsec-mb"}; // as enumerated

} // namespace

std::string_view name_of(aead_engine engine) noexcept {
  return engine_names[static_cast<std::size_t>(engine)];
}

aead_engine fastest_engine() {
  static const auto out = has_vector_aes() ? aead_engine::ipsec_mb : aead_engine::openssl;
  return out;
}

result<std::optional<aead_engine>> wanted_engine() {
  const auto text = config::variable_text(variable);
  if (text.empty()) return std::optional<aead_engine>{};
  const auto found = std::find(engine_names.begin(), engine_names.end(), text);
  if (found == engine_names.end())
    return fail(errc::config, std::string{variable} + " is none of openssl, ipsec-mb: " + text);
  return std::optional{static_cast<aead_engine>(found - engine_names.begin())};
}

aead_engine chosen_engine() {
  static const auto out = [] {
    const auto wanted = wanted_engine();
    return wanted && *wanted ? **wanted : fastest_engine();
  }();
  return out;
}

std::unique_ptr<aead> make_aead(const secret_key& key, aead_engine engine) {
  return engine == aead_engine::ipsec_mb ? make_ipsec_mb_aead(key) : make_openssl_aead(key);
}

} // namespace ockam::channels
