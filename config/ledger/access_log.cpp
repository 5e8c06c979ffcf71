#include "config/ledger/access_log.hpp"

#include <utility>

namespace ockam::config {

std::optional<std::string> access_log::line(stream_entry e, time_point now) {
  if (e.came_to != stream_entry::outcome::refused) return line_of(e, format_);
  if (now - second_ >= std::chrono::seconds{1}) second_ = now, refused_ = 0;
  if (++refused_ > access_refusals_per_second) {
    ++left_out_;
    return {};
  }
  if (const auto more = std::exchange(left_out_, 0); more > 0)
    e.why += " (and " + std::to_string(more) + " more were refused since)";
  return line_of(e, format_);
}

void access_log::write(stream_entry e) {
  using namespace std::chrono;
  e.ended_at = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  if (const auto text = line(std::move(e), steady_clock::now())) log_record(*text);
}

} // namespace ockam::config
