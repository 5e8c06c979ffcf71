#include "wire/http/host_rewriter.hpp"

#include "wire/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ockam::wire {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t hex_digits_max = 15; // of a chunk: less than 2^60 bytes

error no_request(std::string why) { return fail(errc::invalid, "HTTP: " + std::move(why)); }

constexpr bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr bool in_token(char c) noexcept {
  return is_letter_or_digit(c)
         || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, in_token);
}

/// Text of a line: no control character but tabs.
bool is_plain(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
  });
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, small, small);
}

struct request_line {
  std::string_view method, version;
};

result<request_line> read_request_line(std::string_view line) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return no_request("no request");
  const request_line out{line.substr(0, first), line.substr(last + 1)};
  const auto target = line.substr(first + 1, last - first - 1);
  if (out.version == "HTTP/2.0") return no_request("HTTP/2, whose requests can not be rewritten");
  if (!is_token(out.method) || !is_plain(target) || target.find_first_of(" \t") != target.npos
      || (out.version != "HTTP/1.1" && out.version != "HTTP/1.0"))
    return no_request("no request of HTTP/1.1");
  if (out.method != "CONNECT" && !target.starts_with('/') && target != "*")
    return no_request("a request as for a proxy, with a host in its target");
  return out;
}

/// What the fields of a head say of what comes behind it.
struct fields {
  std::optional<std::uint64_t> length{};
  bool chunked = false, upgrade = false, host = false;
};

status read_field(std::string_view name, std::string_view value, fields& out) {
  if (same_word(name, "host")) {
    if (std::exchange(out.host, true)) return no_request("two hosts in one request");
  } else if (same_word(name, "content-length")) {
    if (out.length) return no_request("two lengths of one body");
    out.length = whole_number<std::uint64_t>(value);
    if (!out.length) return no_request("a length that is no number");
  } else if (same_word(name, "transfer-encoding")) {
    if (out.chunked || !same_word(value, "chunked"))
      return no_request("a transfer encoding other than chunked");
    out.chunked = true;
  } else if (same_word(name, "upgrade")) {
    out.upgrade = true;
  }
  return done{};
}

} // namespace

bool is_http_host(std::string_view host) noexcept {
  constexpr std::size_t longest = 255;
  return !host.empty() && host.size() <= longest && std::ranges::all_of(host, [](char c) {
    return is_letter_or_digit(c) || std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

result<std::string> host_rewriter::take_request(std::string_view said) {
  std::string out;
  while (!said.empty()) {
    auto good = status(done{});
    switch (part_) {
    case part::head:
      if (asked_ == asked::nothing) {
        good = take_head(said, out);
        break;
      }
      if (said.size() > head_max_ - kept_.size())
        return no_request("more than " + std::to_string(head_max_)
                          + " bytes behind an Upgrade that was not answered yet");
      kept_ += said;
      return out;
    case part::body:
    case part::chunk: {
      const auto some = static_cast<std::size_t>(std::min<std::uint64_t>(left_, said.size()));
      out += said.substr(0, some);
      passes(some);
      said.remove_prefix(some);
      break;
    }
    case part::untouched: out += said; return out;
    default: good = take_line(said, out);
    }
    if (!good) return good.error();
  }
  return out;
}

bool host_rewriter::passes(std::size_t size) noexcept {
  if (part_ == part::untouched) return true;
  if ((part_ != part::body && part_ != part::chunk) || size > left_) return false;
  left_ -= size;
  if (left_ > 0) return true;
  if (part_ == part::chunk)
    part_ = part::chunk_end;
  else
    end_request();
  return true;
}

void host_rewriter::end_request() { part_ = agreed_ ? part::untouched : part::head; }

status host_rewriter::take_head(std::string_view& said, std::string& out) {
  constexpr auto before = head_end.size() - 1;
  const auto looked = kept_.size() - std::min(kept_.size(), before);
  auto added = said.substr(0, head_max_ + 1 - kept_.size());
  if (const auto first = added.find(head_end); first != std::string_view::npos)
    added = added.substr(0, first + head_end.size()); // what is behind it is not copied
  kept_ += added;
  std::size_t blank = 0; // lines that some clients say before a request
  while (kept_.compare(blank, line_end.size(), line_end) == 0) blank += line_end.size();
  kept_.erase(0, blank);
  if (kept_.empty() || kept_ == "\r") return said.remove_prefix(added.size()), done{};
  if (kept_.front() == '\x16') return no_request("the client speaks TLS, where http:// belongs");
  if (!in_token(kept_.front())) return no_request("no request");
  const auto end = kept_.find(head_end, looked);
  if (end == std::string::npos) {
    if (kept_.size() > head_max_)
      return no_request("a head of more than " + std::to_string(head_max_) + " bytes");
    for (auto at = kept_.find('\n', looked); at != std::string::npos; at = kept_.find('\n', at + 1))
      if (kept_[at - 1] != '\r') return no_request("a line that ends without CR");
    return said.remove_prefix(added.size()), done{};
  }
  said.remove_prefix(added.size() - (kept_.size() - end - head_end.size()));
  kept_.resize(end + line_end.size());
  OCKAM_TRY(head, rewrite(kept_));
  kept_.clear();
  out += head;
  return done{};
}

/// The head without its last, empty line.
result<std::string> host_rewriter::rewrite(std::string_view head) {
  const auto own = "Host: " + host_ + "\r\n";
  auto end = head.find(line_end);
  OCKAM_TRY(line, read_request_line(head.substr(0, end)));
  std::string out(head.substr(0, end + line_end.size()));
  const auto for_host = out.size();
  fields said;
  for (head.remove_prefix(for_host); !head.empty(); head.remove_prefix(end + line_end.size())) {
    end = head.find(line_end);
    const auto field = head.substr(0, end);
    const auto colon = field.find(':');
    if (colon == std::string_view::npos || !is_token(field.substr(0, colon)) || !is_plain(field))
      return no_request("a head with a line that is no field");
    const auto name = field.substr(0, colon);
    if (auto good = read_field(name, trimmed(field.substr(colon + 1)), said); !good)
      return good.error();
    if (same_word(name, "host"))
      out += own;
    else
      out += head.substr(0, end + line_end.size());
  }
  if (said.length && said.chunked) return no_request("a length of a body that is chunked");
  if (said.chunked && line.version != "HTTP/1.1") return no_request("chunks in HTTP/1.0");
  if (!said.host) out.insert(for_host, own);
  if (line.method == "CONNECT")
    asked_ = asked::connect;
  else if (said.upgrade)
    asked_ = asked::upgrade;
  left_ = said.length.value_or(0);
  part_ = said.chunked ? part::chunk_size : left_ > 0 ? part::body : part::head;
  return out + std::string(line_end);
}

/// A line between chunks, or behind them.
status host_rewriter::take_line(std::string_view& said, std::string& out) {
  const auto end = std::min(said.find('\n'), said.size() - 1) + 1;
  if (kept_.size() + end > head_max_) return no_request("a line between chunks is too long");
  kept_ += said.substr(0, end);
  said.remove_prefix(end);
  if (!kept_.ends_with('\n')) return done{};
  if (!kept_.ends_with(line_end)) return no_request("a line of chunks that ends without CR");
  const auto line = std::exchange(kept_, {});
  out += line;
  return read_line(std::string_view(line).substr(0, line.size() - line_end.size()));
}

status host_rewriter::read_line(std::string_view line) {
  if (!is_plain(line)) return no_request("a line of chunks with control characters");
  switch (part_) {
  case part::chunk_end:
    if (!line.empty()) return no_request("a chunk that is longer than it says");
    part_ = part::chunk_size;
    return done{};
  case part::trailer:
    trailers_ += line.size();
    if (trailers_ > head_max_) return no_request("too much behind the last chunk");
    if (line.empty()) end_request();
    return done{};
  default: break;
  }
  const auto* const from = line.data();
  const auto [to, wrong] = std::from_chars(from, from + line.size(), left_, 16);
  const auto digits = static_cast<std::size_t>(to - from);
  if (wrong != std::errc{} || digits > hex_digits_max || line.front() == '-'
      || (digits < line.size() && !trimmed(line.substr(digits)).starts_with(';')))
    return no_request("a chunk whose size is no number");
  trailers_ = 0;
  part_ = left_ > 0 ? part::chunk : part::trailer;
  return done{};
}

result<std::string> host_rewriter::take_response(std::string_view said) {
  if (asked_ == asked::nothing) return std::string{};
  const auto known = answer_.size();
  answer_ += said.substr(0, head_max_ + 1 - std::min(known, head_max_));
  constexpr std::string_view start = "HTTP/1.";
  if (!std::string_view(answer_)
           .substr(0, start.size())
           .starts_with(start.substr(0, answer_.size())))
    return no_request("the answer to an Upgrade can not be told from others before it");
  const auto end = answer_.find(head_end);
  if (end == std::string::npos) {
    if (answer_.size() <= head_max_) return std::string{};
    return no_request("an answer to an Upgrade with a head that is too large");
  }
  constexpr std::size_t version = 9; // HTTP/1.1 and a blank
  const auto code = answer_.substr(version, 3);
  const auto rest = said.substr(end + head_end.size() - known);
  answer_.clear();
  if (code.starts_with('1') && code != "101") return take_response(rest);
  agreed_ = asked_ == asked::connect ? code.starts_with('2') : code == "101";
  asked_ = asked::nothing;
  if (part_ != part::head) return std::string{};
  end_request();
  return take_request(std::exchange(kept_, {}));
}

} // namespace ockam::wire
