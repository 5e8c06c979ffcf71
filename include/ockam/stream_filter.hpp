// A program's own look at the streams of an inlet: what a client writes is seen before it leaves,
// and what comes back before the client has it. A filter has the bytes in the pieces in which they
// arrive, and passes each piece on or ends the stream.
//   struct no_flush final : ockam::stream_filter {
//     outcome on_client(std::string_view data, bool) override {
//       return data.find("FLUSHALL") == data.npos ? pass() : reject("-ERR not through here\r\n");
//     }
//   };
// All calls for one stream come one after the other, on the nodes' thread. An exception ends the
// stream.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace ockam {

class stream_filter {
public:
  struct outcome {
    /// What the client is told instead; then its connection ends. None: the piece is passed on.
    std::optional<std::string> rejected{};
  };
  static outcome pass() { return {}; }
  static outcome reject(std::string answer) { return {std::move(answer)}; }

  stream_filter() = default;
  stream_filter(const stream_filter&) = delete;
  stream_filter& operator=(const stream_filter&) = delete;
  virtual ~stream_filter() = default;

  /// A piece of at most 64 KiB that the client wrote. At its end of input `data` is empty and
  /// `end` is true.
  virtual outcome on_client(std::string_view /*data*/, bool /*end*/) { return pass(); }
  /// A piece that came from the service; the end as above.
  virtual outcome on_server(std::string_view /*data*/, bool /*end*/) { return pass(); }
};

} // namespace ockam
