#include "config/base/log.hpp"

#include "config/base/environment.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string>
#include <unordered_map>

namespace ockam::config {

namespace {

constexpr std::array<std::string_view, 6> level_names{"trace", "debug", "info",
                                                      "warn",  "error", "off"};

spdlog::level::level_enum native(log_level level) {
  constexpr std::array levels{spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                              spdlog::level::warn,  spdlog::level::err,   spdlog::level::off};
  return levels[static_cast<std::size_t>(level)];
}

/// The writing thread, and the logger that fills its queue. The oldest line gives way when the disk
/// is slower than the node.
struct open_logger {
  open_logger(spdlog::sink_ptr sink, log_level level)
      : writer{std::make_shared<spdlog::details::thread_pool>(log_queue_max, 1)},
        lines{std::make_shared<spdlog::async_logger>(
            "node", std::move(sink), writer, spdlog::async_overflow_policy::overrun_oldest)} {
    lines->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    lines->set_level(native(level));
    lines->flush_on(spdlog::level::trace);
  }
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> lines;
};

/// Who logged when; the process has one.
class quota {
public:
  /// How many lines were left out since the last one of this key; nothing: leave this one out too.
  std::optional<std::size_t> take(std::string_view key, std::chrono::steady_clock::time_point now) {
    auto known = keys_.find(std::string{key});
    if (known == keys_.end()) {
      if (keys_.size() >= log_keys_max) forget(now);
      if (keys_.size() >= log_keys_max) return std::nullopt;
      keys_.emplace(key, entry{now, 0});
      return 0;
    }
    auto& [since, dropped] = known->second;
    if (now - since < log_limit_period) {
      ++dropped;
      return std::nullopt;
    }
    since = now;
    return std::exchange(dropped, 0);
  }

private:
  struct entry {
    std::chrono::steady_clock::time_point since;
    std::size_t dropped;
  };
  void forget(std::chrono::steady_clock::time_point now) {
    std::erase_if(keys_, [=](auto& key) { return now - key.second.since >= log_limit_period; });
  }
  std::unordered_map<std::string, entry> keys_;
};

std::mutex guard; // of the two below
std::shared_ptr<open_logger> current;
quota limits;

std::shared_ptr<open_logger> current_logger() {
  std::lock_guard held{guard};
  return current;
}

void replace_logger(std::shared_ptr<open_logger> next) {
  std::unique_lock held{guard};
  current.swap(next);
  held.unlock(); // the old one writes its queue out now
}

std::string one_line(std::string_view text) {
  auto line = printable(text.substr(0, log_text_max));
  line.resize(std::min(line.size(), log_text_max)); // escapes are longer than what they stand for
  return line;
}

} // namespace

std::optional<log_level> read_log_level(std::string_view text) noexcept {
  auto found = std::find(level_names.begin(), level_names.end(), text);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<log_level>(found - level_names.begin());
}

result<log_level> log_level_wanted() {
  auto text = variable_text("OCKAM_LOG_LEVEL");
  if (text.empty()) return log_level::info;
  if (auto level = read_log_level(text)) return *level;
  return fail(errc::config,
              "OCKAM_LOG_LEVEL is none of trace, debug, info, warn, error, off: " + one_line(text));
}

status open_log(const log_file& file, log_level level) {
  try {
    // spdlog counts the older files only.
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        file.path.string(), file.size_max, file.files_max - 1);
    replace_logger(std::make_shared<open_logger>(std::move(sink), level));
    return done{};
  } catch (const spdlog::spdlog_ex& why) {
    return fail(errc::io, "cannot write the log: " + one_line(why.what()));
  }
}

void open_log(log_stream stream, log_level level) {
  spdlog::sink_ptr sink;
  if (stream == log_stream::standard_output)
    sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
  else
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  replace_logger(std::make_shared<open_logger>(std::move(sink), level));
}

void close_log() { replace_logger(nullptr); }

void log(log_level level, std::string_view text) {
  auto to = current_logger();
  if (to && to->lines->should_log(native(level))) to->lines->log(native(level), one_line(text));
}

bool log_limited(std::string_view key, log_level level, std::string_view text) {
  std::optional<std::size_t> dropped;
  {
    std::lock_guard held{guard};
    dropped = limits.take(key.substr(0, log_text_max), std::chrono::steady_clock::now());
  }
  if (!dropped) return false;
  if (*dropped == 0) {
    log(level, text);
  } else {
    log(level, std::string{text} + " (and " + std::to_string(*dropped) + " times more since)");
  }
  return true;
}

} // namespace ockam::config
