// A node that ends at any moment and begins again, as a service manager would have it: it keeps what
// was declared on it, and nothing else.
#pragma once
#include "actors/control/control_requests.hpp"
#include "actors/node.hpp"
#include "fixtures/virtual_node.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ockam::simulation::nodes {

inline constexpr std::uint16_t node_port = 4000;

class place {
public:
  using options = std::function<actors::node_options()>;
  place(tests::simulation& world, std::string host, options how)
      : world_(world), host_(std::move(host)), options_(std::move(how)) {}
  place(const place&) = delete;
  place& operator=(const place&) = delete;
  ~place() { static_cast<void>(end()); }

  const std::string& host() const noexcept { return host_; }
  bool runs() const noexcept { return node_ != nullptr; }
  actors::node& node() { return *node_; } ///< REQUIRES: runs()
  transports::directory& workers() { return node_->parts().workers; }
  /// Messages that came to the node's worker `w`.
  tests::probe& witness() { return *witness_; }

  /// Called after each start, before anything is declared.
  void on_start(std::function<void(place&)> call) { on_start_ = std::move(call); }
  /// To be made at each start.
  void declare(std::string noun, tests::json body) {
    declared_.emplace_back(std::move(noun), std::move(body));
  }
  void forget_declared() { declared_.clear(); }

  void start();
  /// As kill -9: nobody is told, its sockets are closed by the kernel.
  void crash();
  /// Ends its actors. Returns what is left of them; nothing should be.
  std::string end();

  tests::control_answer ask(std::string method, std::string path, const tests::json& body = {});
  /// Kinds and addresses of all workers, without those that only wait for an answer.
  std::vector<std::string> rows();
  /// What there is once it has started, and nothing is declared.
  const std::vector<std::string>& first_rows() const noexcept { return first_rows_; }

private:
  tests::simulation& world_;
  const std::string host_;
  const options options_;
  std::function<void(place&)> on_start_;
  std::vector<std::pair<std::string, tests::json>> declared_;
  std::shared_ptr<transports::reactor> home_;
  std::unique_ptr<actors::node> node_;
  tests::probe* witness_ = nullptr;
  std::vector<std::string> first_rows_;
};

} // namespace ockam::simulation::nodes
