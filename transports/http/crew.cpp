#include "transports/http/crew.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <utility>

namespace ockam::transports {

thread_local bool crew::turned_away = false;

void crew::enqueue(std::function<void()> serve) {
  if (take(serve)) return;
  turned_away = true;
  serve();
  turned_away = false;
}

/// False, and nothing was taken, if there is no place.
bool crew::take(std::function<void()>& serve) {
  std::list<std::thread> ended;
  std::unique_lock held{mutex_};
  ended.swap(ended_);
  const auto full = ends_ || busy_ + waiting_.size() >= connections_max_;
  if (!full) {
    waiting_.push_back(std::exchange(serve, nullptr));
    if (busy_ + waiting_.size() > threads_.size() && threads_.size() < threads_max_)
      threads_.emplace_back([this] { work(); });
    more_.notify_one();
  }
  const auto crowded = crowded_ && waits();
  held.unlock();
  for (auto& one : ended) one.join();
  if (crowded) crowded_();
  return !full;
}

void crew::work() {
  std::unique_lock held{mutex_};
  for (;;) {
    const auto some = [this] { return ends_ || !waiting_.empty(); };
    if (!more_.wait_for(held, config::http_thread_idle_max, some)) break;
    if (waiting_.empty()) return; // shutdown() joins it
    auto serve = std::move(waiting_.front());
    waiting_.pop_front();
    ++busy_;
    const auto crowded = crowded_ && waits();
    held.unlock();
    if (crowded) crowded_();
    serve();
    serve = nullptr;
    held.lock();
    --busy_;
  }
  const auto self = std::this_thread::get_id();
  const auto at = std::find_if(threads_.begin(), threads_.end(),
                               [self](const auto& one) { return one.get_id() == self; });
  if (at != threads_.end()) ended_.splice(ended_.end(), threads_, at);
}

void crew::shutdown() {
  std::list<std::thread> all;
  std::unique_lock held{mutex_};
  ends_ = true;
  all.splice(all.end(), threads_);
  all.splice(all.end(), ended_);
  more_.notify_all();
  held.unlock();
  for (auto& one : all) one.join();
}

} // namespace ockam::transports
