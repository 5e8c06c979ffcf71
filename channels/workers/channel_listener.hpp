// Takes first messages of handshakes and starts a responder for each. Anybody can send them, so
// each source has its pace (transports/work/pace.hpp) and they wait in turn
// (channels/handshake/handshake_admission.hpp), and one is answered per round of the reactor: links
// and streams go on meanwhile. Source: spec wire §6.1.
#pragma once
#include "channels/handshake/handshake_admission.hpp"
#include "channels/identity/allow_list.hpp"
#include "channels/workers/context.hpp"
#include "transports/work/named_worker.hpp"

#include <unordered_map>

namespace ockam::channels {

class channel_listener final : public transports::named_worker, transports::reactor::writer {
public:
  static constexpr std::string_view standard_address = "api";

  channel_listener(caf::actor_config&, channels::context&, std::string address,
                   std::shared_ptr<const own_identity> self, allow_list authorized);

  void deliver(transports::message&&) override;

  const own_identity& self() const noexcept { return *self_; }
  const allow_list& authorized() const noexcept { return authorized_; }
  /// Number of handshakes that were answered and are not finished.
  std::size_t unfinished() const noexcept { return admission_.unfinished(); }
  const handshake_admission& admission() const noexcept { return admission_; }

private:
  void on_start() override;
  void on_exit() override;
  void flush() override; ///< answers the next first message in turn
  void go_on();
  void answer(handshake_admission::first_message);
  void end(handshake_admission::number);
  void refuse(config::limit why, std::string_view what);
  void say(std::string_view why) const;

  channels::context& channels_;
  const std::shared_ptr<const own_identity> self_;
  const allow_list authorized_;
  handshake_admission admission_;
  std::map<handshake_admission::number, caf::actor> responders_; ///< of unfinished handshakes
  std::unordered_map<caf::actor_id, handshake_admission::number> numbers_; ///< by the actor's id
  bool flush_comes_ = false; ///< while flush() is to come in this round
};

} // namespace ockam::channels
