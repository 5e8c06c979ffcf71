// What log.cpp writes to beside what spdlog has: lines for journald, and the file of records.
#pragma once
#include "config/base/environment.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace ockam::config {

/// The priority of a line as syslog numbers them, which journald takes off its front: `<4>`.
class priority final : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg& m, const std::tm&,
              spdlog::memory_buf_t& out) override {
    constexpr std::array<std::string_view, 6> texts{"<7>", "<7>", "<6>", "<4>", "<3>", "<2>"};
    const auto text = texts.at(static_cast<std::size_t>(m.level));
    out.append(text.begin(), text.end());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return spdlog::details::make_unique<priority>();
  }
};

/// Whether a descriptor is the socket that JOURNAL_STREAM names: `8:12345`, its device and inode.
inline bool is_journal(int fd) {
  struct stat is {};
  return ::fstat(fd, &is) == 0
         && variable_text("JOURNAL_STREAM")
                == std::to_string(is.st_dev) + ':' + std::to_string(is.st_ino);
}

/// The file of records, made with the first of them. Called by the writing thread only, which says
/// nothing of what it could not write: it could not wait for itself to end.
class record_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
public:
  explicit record_sink(log_file at) : at_(std::move(at)) {}

  std::atomic<std::size_t> lost = 0; ///< records that are not in the file

private:
  void sink_it_(const spdlog::details::log_msg& m) override {
    if (!file_ && m.time < next_try_) {
      ++lost;
      return;
    }
    try {
      if (!file_) {
        file_.emplace(at_.path.string(), at_.size_max, at_.files_max - 1);
        file_->set_pattern("%v");
      }
      file_->log(m);
      file_->flush();
    } catch (const spdlog::spdlog_ex&) {
      ++lost;
      if (!file_) next_try_ = m.time + log_limit_period; // a failed attempt takes some 50 ms
    }
  }
  void flush_() override {}

  const log_file at_;
  std::optional<spdlog::sinks::rotating_file_sink_st> file_;
  spdlog::log_clock::time_point next_try_{};
};

} // namespace ockam::config
