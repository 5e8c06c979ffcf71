// The log of a process: lines of "UTC time, level, text", or an object of JSON with these three each. Safe from every thread; a thread of its
// own writes the lines, so nobody waits for a disk. Until a log is opened, lines go nowhere:
// commands print results and errors, and only nodes log. A stream that is journald's gets the
// priority of each line in front of it, and no time: `<4>warning link 4 closed`.
#pragma once
#include "wire/result.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

namespace ockam::config {

enum class log_level : unsigned char { trace, debug, info, warn, error, off };

/// Reads a level by its name above; none for any other text.
std::optional<log_level> read_log_level(std::string_view text) noexcept;

/// The level that OCKAM_LOG_LEVEL names; info if it is unset. Errors: config.
result<log_level> log_level_wanted();

/// How a line looks: `2026-11-30T23:10:59.887Z info node n1 listens`, or
/// `{"time":"2026-11-30T23:10:59.887Z","level":"info","text":"node n1 listens"}`.
enum class log_format : unsigned char { text, json };

/// Reads a format by its name above; none for any other text.
std::optional<log_format> read_log_format(std::string_view text) noexcept;

/// The format that OCKAM_LOG_FORMAT names; text if it is unset. Errors: config.
result<log_format> log_format_wanted();

/// A file and its older siblings: log, log.1, log.2 ... The oldest one is deleted.
struct log_file {
  std::filesystem::path path;
  std::size_t size_max;  ///< bytes of one file
  std::size_t files_max; ///< the current one included, at least 1
};

/// Writes lines from now on to a file, made with mode 0600 by the caller's umask, or to a standard
/// stream; and what log_record() is given to a file of its own, which is made with its first line.
/// Errors: io, naming the file.
status open_log(const log_file& file, log_level level, log_format = log_format::text,
                const std::optional<log_file>& records = {});
enum class log_stream : unsigned char { standard_output, standard_error };
void open_log(log_stream stream, log_level level, log_format = log_format::text,
              const std::optional<log_file>& records = {});

/// Writes what is queued and forgets the log.
void close_log();

/// Writes a line. Control characters are escaped, so that a peer's bytes cannot forge a line; the
/// text is cut at log_text_max.
void log(log_level level, std::string_view text);

/// For what a peer can cause at will: a line per key and log_limit_period, and the next one says
/// how many were left out; and of all keys together log_bytes_per_second, of which a line says once
/// in a while how much was left out. A key is a kind of thing, and never contains what a peer may
/// choose. At most log_keys_max keys are remembered; then the one of the oldest line is forgotten.
/// Returns whether the line was passed on.
bool log_limited(std::string_view key, log_level level, std::string_view text);

/// For what usually matters each time, a relay or a channel that comes or goes, but which a peer can
/// cause at will, too: all of them have log_bytes_per_second, apart from that of log_limited().
bool log_event(log_level level, std::string_view text);

/// Writes a whole line to the file of records, if there is one. It is left out when many wait for
/// the disk already, so that they take no place of the log's own lines; the log says how many were.
void log_record(std::string_view line);

} // namespace ockam::config
