// What `ockam doctor` has found: a sentence for each thing that it looked at, and for what is wrong
// the command to try.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace ockam::cli {

struct diagnostic {
  std::string check;   ///< `store`, `node`, `inlet` …
  std::string subject; ///< name of the one that was looked at; empty if there is only one
  bool ok = true;
  std::string sentence;
  std::string hint{}; ///< the next command to try; empty if it is ok
};

class diagnostics {
public:
  void fine(std::string check, std::string subject, std::string sentence) {
    all_.push_back({std::move(check), std::move(subject), true, std::move(sentence)});
  }
  void wrong(std::string check, std::string subject, std::string sentence, std::string hint) {
    all_.push_back(
        {std::move(check), std::move(subject), false, std::move(sentence), std::move(hint)});
  }
  const std::vector<diagnostic>& all() const noexcept { return all_; }

private:
  std::vector<diagnostic> all_;
};

} // namespace ockam::cli
