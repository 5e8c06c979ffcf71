// The files that the process of a node writes about itself.
#pragma once
#include "cli/launch/settings.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "transports/io/descriptor.hpp"

#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <unistd.h>

namespace ockam::cli {

/// The log's own lines take another way; this one is for the last words of libraries.
inline void keep_output(const std::filesystem::path& path) {
  transports::descriptor file{
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)};
  for (auto stream : {STDOUT_FILENO, STDERR_FILENO})
    if (file) ::dup2(file.get(), stream);
}

/// Opens the log of a node's process, and its access log. Errors: config.
inline status open_node_log(const node_settings& settings, const config::node_files& files) {
  if (settings.output_to_log) keep_output(files.log);
  constexpr auto size_mib = config::log_size_max / config::mib;
  OCKAM_TRY(size, config::variable_number("OCKAM_LOG_MAX_SIZE_MB", size_mib));
  OCKAM_TRY(count, config::variable_number("OCKAM_LOG_MAX_FILES", config::log_files_max));
  const auto file_of = [&](const std::filesystem::path& path) {
    return config::log_file{path, size * config::mib, count};
  };
  const auto level = settings.log_level;
  const auto format = settings.log_format;
  std::optional<config::log_file> records;
  if (settings.access_log) records = file_of(files.access_log);
  if (settings.log_to_stdout) {
    config::open_log(config::log_stream::standard_output, level, format, records);
    return done{};
  }
  const auto opened = config::open_log(file_of(files.log), level, format, records);
  if (opened) return done{};
  // What serves others does not wait for a disk.
  config::open_log(config::log_stream::standard_error, level, format, records);
  config::log(config::log_level::error,
              opened.error().message + "; this node logs nothing more there");
  return done{};
}

} // namespace ockam::cli
