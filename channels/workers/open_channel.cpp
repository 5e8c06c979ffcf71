#include "channels/workers/open_channel.hpp"

#include "channels/workers/secure_channel.hpp"

#include <caf/send.hpp>

namespace ockam::channels {

namespace {

/// Shared by the handshake and whoever waits for it: it takes `answer` away to cancel.
struct asked {
  std::function<void(result<channel_info>)> answer;
};

struct opening final : channel_opening {
  ~opening() override {
    if (!std::exchange(question->answer, nullptr)) return;
    caf::anon_send_exit(channel, caf::exit_reason::user_shutdown);
  }
  std::shared_ptr<asked> question;
  caf::actor channel;
};

} // namespace

std::unique_ptr<channel_opening> open_channel(context& node, channel_request wanted,
                                              std::function<void(result<channel_info>)> answer) {
  auto out = std::make_unique<opening>();
  out->question = std::make_shared<asked>(asked{std::move(answer)});
  out->channel = node.home.spawn<secure_channel>(
      std::ref(node), node.random.address(), std::move(wanted),
      [question = out->question](result<channel_info> outcome) {
        if (const auto to = std::exchange(question->answer, nullptr)) to(std::move(outcome));
      });
  return out;
}

} // namespace ockam::channels
