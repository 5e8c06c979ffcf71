#include "cli/home/control_client.hpp"

#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"
#include "transports/http/socket_peer.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

namespace ockam::cli {

namespace {

/// What people type need not be UTF-8; JSON is.
std::string text(const nlohmann::json& body) {
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Does not talk to a node of another user: it would learn what commands say, and answer what it
/// likes.
class own_nodes_client final : public httplib::ClientImpl {
public:
  using ClientImpl::ClientImpl;
  /// Whether somebody else listens at the socket.
  bool met_another_user() const noexcept { return another_user_; }

private:
  bool create_and_connect_socket(Socket& to, httplib::Error& why) override {
    if (!ClientImpl::create_and_connect_socket(to, why)) return false;
    another_user_ = !transports::is_own_or_root(to.sock);
    if (!another_user_) return true;
    ::close(to.sock);
    to.sock = INVALID_SOCKET;
    why = httplib::Error::Connection;
    return false;
  }
  bool another_user_ = false;
};

class control_client final : public node_client {
public:
  control_client(std::string node, const std::filesystem::path& socket)
      : node_{std::move(node)}, http_{socket.string(), 1} { // the port is not used
    http_.set_address_family(AF_UNIX);
    http_.set_default_headers({{"Host", "localhost"}});
  }

  result<nlohmann::json> get(const std::string& path) override {
    http_.set_read_timeout(config::control_read_timeout); // the node looks, and waits for nobody
    return decode(http_.Get(path));
  }

  result<nlohmann::json> post(const std::string& path, const nlohmann::json& body) override {
    expect_work();
    return decode(http_.Post(path, text(body), "application/json"));
  }

  result<nlohmann::json> remove(const std::string& path) override {
    expect_work();
    return decode(http_.Delete(path));
  }

private:
  /// The node's own time-out comes first and says what it waited for.
  void expect_work() {
    http_.set_read_timeout(config::control_reply_timeout + config::control_read_timeout);
  }

  result<nlohmann::json> decode(const httplib::Result& got) const {
    if (!got) return failure(got.error());
    if (got->status >= 400) return transports::read_error(got->status, got->body);
    auto value = nlohmann::json::parse(got->body, nullptr, false);
    if (!value.is_discarded()) return value;
    return fail(errc::protocol, "node " + node_ + " answered with something else than JSON");
  }

  error failure(httplib::Error why) const {
    if (http_.met_another_user())
      return fail(errc::denied, "the control socket of node " + node_ + " is another user's",
                  "run it as the user of the node");
    if (why == httplib::Error::Connection)
      return fail(errc::unavailable, "node " + node_ + " is not running",
                  "ockam node start " + node_);
    if (why == httplib::Error::Read)
      return fail(errc::timed_out, "node " + node_ + " did not answer", "ockam node logs " + node_);
    return fail(errc::io, "cannot talk to node " + node_ + ": " + httplib::to_string(why));
  }

  std::string node_;
  own_nodes_client http_;
};

} // namespace

std::unique_ptr<node_client> make_control_client(std::string node,
                                                 const std::filesystem::path& socket) {
  return std::make_unique<control_client>(std::move(node), socket);
}

} // namespace ockam::cli
