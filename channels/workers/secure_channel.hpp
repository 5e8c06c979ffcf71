// One end of a secure channel: the worker that the peer's messages arrive at, first those of the
// handshake, then records. Once both sides have proven who they are it opens: it gets an encryptor,
// and what it decrypts goes on as if it came from there, with the peer's identifier.
//   initiator   m1 -> m2 awaited -> m3 -> open       responder   m1 -> m2 -> m3 awaited -> open
//   open        in  [decryptor] nonce | sealed {[x, ...] [y, ...] payload} | tag
//               out [x, ...] return [encryptor, y, ...] payload, peer
// It ends, and its encryptor with it, when it is told to (then it tells the peer), when the peer
// says Close, or when the worker ends by which its way leads away. What comes while an authority is
// asked whether the peer's credentials count waits for the answer
// (channels/workers/credential_table.hpp). A record that does not open is dropped, no more. A
// handshake that fails says why in the log and to whoever asked for it, never to the peer.
// Source: spec wire §6.1, §6.4.
#pragma once
#include "channels/handshake/channel_handshake.hpp"
#include "channels/handshake/credential_refresh.hpp"
#include "channels/handshake/handshake_admission.hpp"
#include "channels/handshake/record_layer.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/encryptor.hpp"
#include "channels/workers/held_messages.hpp"
#include "channels/workers/open_channel.hpp"
#include "transports/work/pinned_ref.hpp"

namespace ockam::channels {

class secure_channel final : public transports::named_worker {
public:
  using answer = std::function<void(result<channel_info>)>;
  using first_message = handshake_admission::first_message;

  /// The initiator: begins a handshake.
  secure_channel(caf::actor_config&, channels::context&, std::string address, channel_request,
                 answer);
  /// The responder: answers a handshake, and gives up after config::handshake_timeout.
  secure_channel(caf::actor_config&, channels::context&, std::string address, first_message,
                 std::shared_ptr<const own_identity> self, allow_list authorized, answer);

  void deliver(transports::message&&) override;

private:
  void on_start() override;
  void on_exit() override;
  void on_deadline();
  [[nodiscard]] bool watch_way();
  void send(const bytes& handshake_message);

  void take_handshake_message(transports::message&&);
  std::string source_below() const;
  /// REQUIRES: the channel was opened.
  const std::string& encryptor_address() const noexcept { return flow_->about().name; }
  void open(std::vector<presented_credential>);

  void take_record(transports::message&&);
  void follow(std::uint64_t nonce, const wire::route& came_by);
  void pass_on(routed_payload&&, transports::message&&);
  void hold(transports::message&&);
  void let_go();
  void close();

  std::span<const presented_credential> shown() const;
  caf::message_handler control() override;
  channel_handshake::payload_maker own_payload();
  void show_newer();
  void take_credentials(refreshed_credentials&&);
  void take_newer();
  void note_standing();
  void look_at(std::vector<presented_credential>);

  void fail_with(error);
  void say(std::string_view subject, std::string_view why) const;

  /// What is there until the handshake is complete.
  struct beginning {
    channel_handshake steps;
    transports::duration timeout;
    std::string encryptor{}; ///< address that the encryptor is to have; empty: any
  };

  channels::context& channels_;
  const std::shared_ptr<const own_identity> self_;
  answer answer_;
  transports::timer deadline_; ///< of the handshake; then pause before newer credentials are read
  std::unique_ptr<beginning> beginning_; ///< null once the handshake is complete
  wire::route way_;                      ///< to the listener, later to the peer
  std::optional<record_layer> records_;  ///< made when the handshake is complete
  credential_refresh refresh_;
  wire::identifier peer_;
  transports::pinned_ref<encryptor> encryptor_;
  transports::flow_ptr flow_;  ///< made when the channel opens
  caf::actor leads_away_;      ///< the worker by which way_ leads away; watched
  pulse* last_sign_ = nullptr; ///< belongs to the channel table; null unless the channel is open
  bool over_ = false; ///< set when the peer said Close or cannot be reached: it is not told
  std::unique_ptr<held_messages> held_; ///< while an authority is asked about the peer
};

} // namespace ockam::channels
