#include "channels/workers/channel_table.hpp"

#include <algorithm>

namespace ockam::channels {

std::vector<channel_info> channel_table::list() const {
  std::vector<channel_info> all;
  for (const auto& [number, info] : open_) all.push_back(info);
  return all;
}

std::optional<channel_info> channel_table::find(std::string_view address) const {
  const auto at = std::find_if(open_.begin(), open_.end(), [address](const auto& entry) {
    return entry.second.encryptor == address || entry.second.decryptor == address;
  });
  if (at == open_.end()) return {};
  return at->second;
}

void channel_table::add(channel_info info) {
  numbers_.emplace(info.encryptor, next_);
  open_.emplace(next_++, std::move(info));
}

void channel_table::move(const std::string& encryptor, const wire::route& way) {
  open_.at(numbers_.at(encryptor)).way = way;
}

void channel_table::remove(const std::string& encryptor) {
  if (const auto gone = numbers_.extract(encryptor)) open_.erase(gone.mapped());
}

} // namespace ockam::channels
