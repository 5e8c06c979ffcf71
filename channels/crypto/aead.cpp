#include "channels/crypto/aead_engines.hpp"
#include "config/base/environment.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace ockam::channels {

namespace {

constexpr auto variable = "OCKAM_AEAD";
constexpr std::array<std::string_view, 2> engine_names{"openssl", "ipsec-mb"}; // as enumerated
/// Bytes of a keystroke, and of a full frame of a portal: what people wait for, and what costs CPU.
constexpr std::array<std::size_t, 2> trial_sizes{64, 48 << 10};
constexpr int trial_rounds =
    10; // the best of them was disturbed by nobody; 0.2 ms in all with AES-NI

} // namespace

std::string_view name_of(aead_engine engine) noexcept {
  return engine_names[static_cast<std::size_t>(engine)];
}

trial_times try_engine(aead_engine engine) {
  using clock = std::chrono::steady_clock;
  const auto cipher = make_aead(secret_key{}, engine);
  std::vector<std::uint8_t> record(trial_sizes.back());
  std::array<std::uint8_t, aead_tag_size> tag{};
  std::uint64_t nonce = 0;
  trial_times out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto data = std::span(record).first(trial_sizes[i]);
    out[i] = std::chrono::nanoseconds::max();
    for (int round = 0; round < trial_rounds; ++round) {
      const auto began = clock::now();
      cipher->seal(nonce++, {}, data, tag);
      out[i] = std::min<std::chrono::nanoseconds>(out[i], clock::now() - began);
    }
  }
  return out;
}

aead_engine faster_of(const trial_times& openssl, const trial_times& ipsec_mb) noexcept {
  auto ratio = 1.0;
  for (std::size_t i = 0; i < openssl.size(); ++i)
    ratio *= static_cast<double>(ipsec_mb[i].count())
             / static_cast<double>(std::max<std::int64_t>(openssl[i].count(), 1));
  return ratio <= 1.0 ? aead_engine::ipsec_mb : aead_engine::openssl;
}

aead_engine fastest_engine() {
  static const auto out = has_aes_instructions() ? faster_of(try_engine(aead_engine::openssl),
                                                             try_engine(aead_engine::ipsec_mb))
                                                 : aead_engine::openssl;
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
