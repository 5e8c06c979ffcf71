// Lets a command that takes longer than people expect say, in one line on standard error, what it
// waits for and how long still.
#pragma once
#include "cli/text/output.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace ockam::cli {

/// While it lives, the command waits for `what`, at most for `at_most`. The line comes after
/// config::waiting_note_after, whether or not somebody looks, and never with --quiet or where the
/// answer is JSON.
class waiting {
public:
  waiting(const output&, std::string what, std::chrono::milliseconds at_most);
  ~waiting();
  waiting(const waiting&) = delete;
  waiting& operator=(const waiting&) = delete;

private:
  std::mutex guards_;
  std::condition_variable over_;
  bool is_over_ = false; ///< set by the destructor; guarded by guards_
  std::thread watch_;
};

} // namespace ockam::cli
