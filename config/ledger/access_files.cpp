#include "config/ledger/access_files.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <sys/stat.h>

namespace ockam::config {

namespace {

/// access.log, access.1.log, access.2.log ...
std::filesystem::path file_at(const std::filesystem::path& log, std::size_t age) {
  if (age == 0) return log;
  return log.parent_path()
         / (log.stem().string() + '.' + std::to_string(age) + log.extension().string());
}

/// The last `count` entries of a file.
std::deque<stream_entry> last_of(std::ifstream& file, std::size_t count) {
  std::deque<stream_entry> out;
  for (std::string line; std::getline(file, line);) {
    auto entry = read_stream_entry(line);
    if (!entry) continue;
    out.push_back(std::move(*entry));
    if (out.size() > count) out.pop_front();
  }
  return out;
}

} // namespace

std::vector<stream_entry> newest_entries(const std::filesystem::path& log, std::size_t count) {
  std::deque<stream_entry> out;
  for (std::size_t age = 0; out.size() < count; ++age) {
    std::ifstream file{file_at(log, age)};
    if (!file) break;
    auto older = last_of(file, count - out.size());
    out.insert(out.begin(), std::move_iterator(older.begin()), std::move_iterator(older.end()));
  }
  return {std::move_iterator(out.begin()), std::move_iterator(out.end())};
}

void access_follower::read_on(std::vector<stream_entry>& into) {
  if (!file_.is_open()) return;
  file_.clear(); // there may be more behind what was the end
  for (std::string line; std::getline(file_, line);) {
    part_ += line;
    if (file_.eof()) return; // without its end
    if (auto entry = read_stream_entry(part_)) into.push_back(std::move(*entry));
    part_.clear();
  }
}

std::vector<stream_entry> access_follower::next() {
  std::vector<stream_entry> out;
  read_on(out);
  struct stat now {};
  if (::stat(log_.c_str(), &now) != 0 || (file_.is_open() && now.st_ino == known_)) return out;
  read_on(out); // the writer has left the old file by now
  part_.clear();
  file_ = std::ifstream{log_};
  known_ = now.st_ino;
  read_on(out);
  return out;
}

} // namespace ockam::config
