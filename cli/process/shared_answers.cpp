#include "cli/process/shared_answers.hpp"

#include "config/defaults.hpp"

namespace ockam::cli {

transports::control_reply shared_answers::get(const std::string& path) {
  std::unique_lock held{mutex_};
  auto& place = answers_[path];
  if (!place) place = std::make_unique<one>();
  auto& answer = *place;
  held.unlock();
  std::lock_guard asking{answer.asking};
  const auto before = now_();
  if (answer.any && before < answer.good_until) return answer.last;
  answer.last = ask_({"GET", path, {}});
  answer.any = true;
  const auto after = now_();
  answer.good_until = after + config::status_answer_reuse * (after - before);
  return answer.last;
}

} // namespace ockam::cli
