// A message that came for a worker of yours.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ockam {

class request {
public:
  request(const request&) = delete;
  request& operator=(const request&) = delete;
  ~request();

  /// The payload as it came. Valid as long as the request.
  std::string_view bytes() const;
  /// The text that the payload holds, as `ockam message send` writes it; empty if it holds none.
  std::string_view text() const;
  /// The identifier of whoever sent it, if a secure channel has proven that.
  std::optional<std::string> peer() const;

  /// Answers with a text. Only the first answer is sent.
  void reply(std::string_view text);
  /// Answers with these bytes.
  void reply_bytes(std::string_view payload);
  /// For an answer that comes after deliver() has returned: a function that replies with a text,
  /// to be called on the nodes' thread, as node::blocking() does. reply() does nothing any more.
  std::function<void(std::string_view text)> later();

private:
  friend class hosted_worker;
  struct state;
  explicit request(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

} // namespace ockam
