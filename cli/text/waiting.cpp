#include "cli/text/waiting.hpp"

#include "config/defaults.hpp"

#include <ostream>

namespace ockam::cli {

waiting::waiting(const output& out, std::string what, std::chrono::milliseconds at_most) {
  const auto silent = config::waiting_note_after;
  if (out.quiet || out.as != format::plain || at_most <= silent) return;
  const auto left = std::chrono::ceil<std::chrono::seconds>(at_most - silent);
  watch_ = std::thread([this, &err = out.err, silent, left, what = std::move(what)] {
    std::unique_lock lock{guards_};
    if (over_.wait_for(lock, silent, [this] { return is_over_; })) return;
    err << "waiting for " << what << ", " << left.count() << " s more at most" << std::endl;
  });
}

waiting::~waiting() {
  if (!watch_.joinable()) return;
  {
    const std::lock_guard lock{guards_};
    is_over_ = true;
  }
  over_.notify_one();
  watch_.join();
}

} // namespace ockam::cli
