// The requests of an HTTP/1.x connection, with another host in each of them: so that a server of many
// names answers whoever reached it by another one. Sans I/O: bytes in, cut anywhere, bytes out.
//   in:   GET / HTTP/1.1 | Host: localhost:8080      out: GET / HTTP/1.1 | Host: intranet.example
// A body passes as it is, and so does all behind an Upgrade or CONNECT that the server agreed to.
// What two servers could read in two ways is an error, and after an error nothing more is to be asked.
// Source: RFC 9112.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ockam::wire {

class host_rewriter {
public:
  /// Bytes of a head, or of what waits for the answer to an Upgrade: servers take 8 to 64 KiB.
  static constexpr std::size_t usual_head_max = 64 * 1024;

  /// `host` is what each request is to be for: `intranet.example`, `localhost:3000`.
  explicit host_rewriter(std::string host, std::size_t head_max = usual_head_max)
      : host_(std::move(host)), head_max_(head_max) {}

  /// What the server gets of what the client said; less while a head is incomplete. Errors: invalid.
  result<std::string> take_request(std::string_view said);
  /// Whether all of the next `size` bytes of the client are to pass as they are; then they count as
  /// taken.
  bool passes(std::size_t size) noexcept;
  /// To be shown what the server says; answers with what the server gets now that waited for it.
  /// Errors: invalid.
  result<std::string> take_response(std::string_view said);

private:
  enum class part : std::uint8_t { head, body, chunk_size, chunk, chunk_end, trailer, untouched };
  /// What was asked of the server that changes what comes behind; until it has answered.
  enum class asked : std::uint8_t { nothing, upgrade, connect };

  status take_head(std::string_view& said, std::string& out);
  status take_line(std::string_view& said, std::string& out);
  status read_line(std::string_view line);
  result<std::string> rewrite(std::string_view head);
  void end_request();

  const std::string host_;
  const std::size_t head_max_; ///< bytes
  part part_ = part::head;
  asked asked_ = asked::nothing;
  bool agreed_ = false;      ///< set when the server agreed to what was asked
  std::uint64_t left_ = 0;   ///< bytes of the body or chunk that are to come
  std::string kept_;         ///< of a head or line that is incomplete, or what waits for an answer
  std::size_t trailers_ = 0; ///< bytes of trailers
  std::string answer_;       ///< the start of the server's answer, while something is asked
};

/// Whether requests can be for that host: a name or address, and a port or none.
bool is_http_host(std::string_view) noexcept;

} // namespace ockam::wire
