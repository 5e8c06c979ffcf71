// An authority whose answers a test decides, and a node that is to become a member of its project.
#pragma once
#include "actors/projects/project_table.hpp"
#include "channels/handshake/channel_world.hpp"
#include "wire/messages/authority.hpp"

#include <functional>
#include <vector>

namespace ockam::tests {

/// Answers requests as it is told; a response without a status is not sent.
class played_service final : public transports::worker {
public:
  using play = std::function<wire::api_response(const wire::identifier&, const wire::api_request&)>;
  played_service(caf::actor_config& cfg, transports::directory& workers, play what)
      : worker(cfg), workers_(workers), play_(std::move(what)) {}
  void deliver(transports::message&& m) override {
    const auto request = wire::decode_api_request(m.payload);
    if (!request || !m.peer) return;
    auto response = play_(*m.peer, *request);
    if (!response.status) return;
    response.id = 1;
    response.re = request->id;
    workers_.route(reply_to(m, transports::slice::copy_of(wire::encode(response))));
  }

private:
  transports::directory& workers_;
  play play_;
};

struct played_authority : channel_node {
  explicit played_authority(simulation& w, const std::string& host = "auth")
      : channel_node(w, host, 8) {
    virtual_node::listen(1);
    listen_for_channels();
  }
  void serve(wire::authority_service which, played_service::play what) {
    start<played_service>(wire::name_of(which),
                          std::ref(static_cast<transports::directory&>(workers)), std::move(what));
  }
  /// A credential that says what `who` is, until then.
  channels::presented_credential credential_of(const wire::identifier& who,
                                               channels::timestamp until) const {
    channels::credential out{who, {}, 1, {{"role", "member"}}, {now, until}};
    if (version) out.attributes.emplace(channels::version_attribute, std::to_string(*version));
    return channels::issue(out, credential_key, key_attested);
  }
  static wire::api_response ok(wire::bytes body) {
    return {0, 0, wire::api_status::ok, std::move(body)};
  }
  static wire::api_response refusal(const char* why) {
    return {0, 0, wire::api_status::forbidden, wire::encode(wire::api_error{{}, {}, why})};
  }
  channels::project project(const std::string& name = "p") const {
    return {"p1",
            name,
            "",
            "",
            *wire::multiaddr::parse("/dnsaddr/node/tcp/1/service/p1/service/api"),
            person(7).who.id(),
            {},
            *wire::multiaddr::parse("/dnsaddr/auth/tcp/1/service/api"),
            self.who};
  }

  /// Version of the attributes in what it issues; none as with a real Ockam, which tells nobody who
  /// is a member.
  std::optional<std::uint64_t> version{};
  person self{8};
  channels::signing_key credential_key = ed25519(0x62);
  channels::signed_object key_attested =
      channels::attest(self.who, self.signer, credential_key.public_key(), lifetime);
};

} // namespace ockam::tests
