#include "actors/portal_ends/stream_text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

error name_is_taken(std::string_view noun, std::string_view name, std::string_view hint) {
  return already_exists(std::string(noun), std::string(name), std::string(hint));
}

/// What became of streams whose way was lost.
json describe_fates(const stream_group& streams, transports::time_point now) {
  const auto& fates = streams.fates();
  const auto since = streams.detached_since();
  json by = json::object();
  for (std::size_t i = 0; i < stream_end_names.size(); ++i)
    if (fates.lost_by[i] > 0) by[std::string(stream_end_names[i])] = fates.lost_by[i];
  return {{"streams_detached", streams.detached()},
          {"detached_for_ms", since ? milliseconds_of(now - *since) : 0},
          {"streams_resumed", fates.resumed},
          {"streams_lost", fates.lost},
          {"streams_lost_by", std::move(by)},
          {"resent_bytes", fates.resent},
          {"kept_bytes", streams.kept()},
          {"longest_detached_ms", milliseconds_of(fates.longest)}};
}

} // namespace ockam::actors
