#include "actors/send_once.hpp"

#include "actors/diagnosis/request_reply.hpp"

namespace ockam::actors {

result<wire::bytes> send_once(const wire::multiaddr& to, const wire::bytes& payload,
                              std::chrono::milliseconds timeout, const node_in_memory& sender) {
  result<wire::bytes> out = fail(errc::internal, "the message was not sent");
  sender.run([&](channels::context& node, const std::function<void()>& done) {
    request_reply::start(node, {to, timeout}, payload, [&out, done](result<wire::bytes> reply) {
      out = std::move(reply);
      done();
    });
  });
  return out;
}

} // namespace ockam::actors
