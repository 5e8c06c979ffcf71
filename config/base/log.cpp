#include "config/base/log.hpp"

#include "config/base/environment.hpp"
#include "config/base/log_sinks.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>
#include <list>
#include <mutex>
#include <string>
#include <unistd.h>
#include <unordered_map>

namespace ockam::config {

namespace {

constexpr std::array<std::string_view, 6> level_names{"trace", "debug", "info",
                                                      "warn",  "error", "off"};

constexpr std::array<std::string_view, 2> format_names{"text", "json"};
/// By format; the text of JSON comes with its quotes.
constexpr std::array<const char*, 2> patterns{
    "%Y-%m-%dT%H:%M:%S.%eZ %l %v", R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","text":%v})"};

spdlog::level::level_enum native(log_level level) {
  constexpr std::array levels{spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                              spdlog::level::warn,  spdlog::level::err,   spdlog::level::off};
  return levels[static_cast<std::size_t>(level)];
}

/// The same for a stream that is journald's, which has times of its own.
constexpr std::array<const char*, 2> journal_patterns{"%*%l %v", R"(%*{"level":"%l","text":%v})"};

/// The writing thread, and the loggers that fill its queue. The oldest line gives way when the disk
/// is slower than the node.
struct open_logger {
  open_logger(spdlog::sink_ptr sink, log_level level, log_format as, bool to_journal,
              const std::optional<log_file>& to_file)
      : writer{std::make_shared<spdlog::details::thread_pool>(log_queue_max, 1)},
        lines{logger(std::move(sink))},
        format{as} {
    auto look = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    look->add_flag<priority>('*').set_pattern(
        (to_journal ? journal_patterns : patterns)[static_cast<std::size_t>(as)]);
    lines->set_formatter(std::move(look));
    lines->set_level(native(level));
    if (!to_file) return;
    record_file = std::make_shared<record_sink>(*to_file);
    records = logger(record_file);
  }
  std::shared_ptr<spdlog::async_logger> logger(spdlog::sink_ptr sink) const {
    auto made = std::make_shared<spdlog::async_logger>(
        "node", std::move(sink), writer, spdlog::async_overflow_policy::overrun_oldest);
    made->flush_on(spdlog::level::trace);
    return made;
  }
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> lines, records;
  std::shared_ptr<record_sink> record_file; ///< null: records go nowhere
  log_format format;
};

using log_time = std::chrono::steady_clock::time_point;

/// Bytes that may be written, more with time.
class bucket {
public:
  bool take(std::size_t size, log_time now) {
    using seconds = std::chrono::duration<double>;
    left_ += seconds(now - filled_).count() * static_cast<double>(log_bytes_per_second);
    left_ = std::min(left_, static_cast<double>(log_bytes_burst));
    filled_ = now;
    if (static_cast<double>(size) > left_) return false;
    left_ -= static_cast<double>(size);
    return true;
  }

private:
  double left_ = log_bytes_burst;
  log_time filled_ = std::chrono::steady_clock::now();
};

/// Who logged when, and how much others caused; the process has one. What is new is never refused
/// for what others did: when too many keys are known, the one whose line is longest ago goes.
class quota {
public:
  /// How many lines were left out since the last one of this key; nothing: leave this one out too.
  std::optional<std::size_t> take(const std::string& key, std::size_t size, log_time now) {
    const auto known = keys_.find(key);
    if (known != keys_.end() && now - known->second.since < log_limit_period) {
      ++known->second.dropped;
      return std::nullopt;
    }
    if (!kinds_.take(size, now)) {
      ++unsaid_;
      return std::nullopt;
    }
    if (known != keys_.end()) {
      order_.splice(order_.end(), order_, known->second.at);
      known->second.since = now;
      return std::exchange(known->second.dropped, 0);
    }
    if (keys_.size() >= log_keys_max) {
      unsaid_ += keys_.at(order_.front()).dropped;
      keys_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(key);
    keys_.emplace(key, entry{now, 0, std::prev(order_.end())});
    return 0;
  }
  bool take_event(std::size_t size, log_time now) {
    if (events_.take(size, now)) return true;
    ++unsaid_;
    return false;
  }
  /// Lines of which nobody was told, once in a while; 0: there are none, or it was said lately.
  std::size_t unsaid(log_time now) {
    if (unsaid_ == 0 || (said_ && now - *said_ < log_limit_period)) return 0;
    said_ = now;
    return std::exchange(unsaid_, 0);
  }

private:
  struct entry {
    log_time since;
    std::size_t dropped;
    std::list<std::string>::iterator at;
  };
  std::unordered_map<std::string, entry> keys_;
  std::list<std::string> order_; ///< keys, the one whose line is longest ago first
  bucket kinds_, events_;        ///< apart: neither silences the other
  std::size_t unsaid_ = 0;
  std::optional<log_time> said_;
};

std::mutex guard; // guards the two below
std::shared_ptr<open_logger> current;
quota of_others;

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

std::optional<log_format> read_log_format(std::string_view text) noexcept {
  const auto found = std::find(format_names.begin(), format_names.end(), text);
  if (found == format_names.end()) return std::nullopt;
  return static_cast<log_format>(found - format_names.begin());
}

result<log_format> log_format_wanted() {
  const auto text = variable_text("OCKAM_LOG_FORMAT");
  if (text.empty()) return log_format::text;
  if (const auto format = read_log_format(text)) return *format;
  return fail(errc::config, "OCKAM_LOG_FORMAT is none of text, json: " + one_line(text));
}

status open_log(const log_file& file, log_level level, log_format format,
                const std::optional<log_file>& records) {
  try {
    // spdlog counts the older files only.
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        file.path.string(), file.size_max, file.files_max - 1);
    replace_logger(std::make_shared<open_logger>(std::move(sink), level, format, false, records));
    return done{};
  } catch (const spdlog::spdlog_ex& why) {
    return fail(errc::io, "cannot write the log: " + one_line(why.what()));
  }
}

void open_log(log_stream stream, log_level level, log_format format,
              const std::optional<log_file>& records) {
  spdlog::sink_ptr sink;
  const auto to_output = stream == log_stream::standard_output;
  if (to_output)
    sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
  else
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  replace_logger(std::make_shared<open_logger>(
      std::move(sink), level, format, is_journal(to_output ? STDOUT_FILENO : STDERR_FILENO),
      records));
}

void close_log() { replace_logger(nullptr); }

void log(log_level level, std::string_view text) {
  auto to = current_logger();
  if (!to || !to->lines->should_log(native(level))) return;
  auto line = one_line(text);
  if (to->format == log_format::json) line = nlohmann::json(std::move(line)).dump();
  to->lines->log(native(level), line);
}

namespace {

std::size_t size_of(std::string_view text) {
  return std::min(text.size(), log_text_max) + log_line_overhead;
}

void say_unsaid(std::size_t lines) {
  if (lines > 0)
    log(log_level::warn,
        std::to_string(lines) + " lines about what others did were left out: there were too many");
}

} // namespace

bool log_limited(std::string_view key, log_level level, std::string_view text) {
  std::optional<std::size_t> dropped;
  std::size_t unsaid = 0;
  {
    std::lock_guard held{guard};
    const auto now = std::chrono::steady_clock::now();
    dropped = of_others.take(std::string(key.substr(0, log_text_max)), size_of(text), now);
    unsaid = of_others.unsaid(now);
  }
  say_unsaid(unsaid);
  if (!dropped) return false;
  if (*dropped == 0) {
    log(level, text);
  } else {
    log(level, std::string{text} + " (and " + std::to_string(*dropped) + " times more since)");
  }
  return true;
}

bool log_event(log_level level, std::string_view text) {
  auto passes = false;
  std::size_t unsaid = 0;
  {
    std::lock_guard held{guard};
    const auto now = std::chrono::steady_clock::now();
    passes = of_others.take_event(size_of(text), now);
    unsaid = of_others.unsaid(now);
  }
  say_unsaid(unsaid);
  if (passes) log(level, text);
  return passes;
}

void log_record(std::string_view line) {
  const auto to = current_logger();
  if (!to || !to->records) return;
  auto& lost = to->record_file->lost;
  if (to->writer->queue_size() >= log_queue_max / 2) {
    ++lost;
    return;
  }
  if (const auto count = lost.exchange(0); count > 0)
    log_limited("records lost", log_level::warn,
                std::to_string(count)
                    + " lines are not in the access log: its disk is full, or too slow");
  to->records->info(spdlog::string_view_t(line.data(), line.size()));
}

} // namespace ockam::config
