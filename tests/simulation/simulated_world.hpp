// Two ends of one stream over paths that die, lose something, or live too long. What happens is a
// list of steps that follow from a seed; behind them nothing more goes wrong, and the stream must
// come to its end. What holds after each step:
//   a sink got what the source gave, no byte twice, and an End behind all of it
//   nothing is released before the other end has it
//   nothing is sent beyond what the other end let be sent, and no more is kept than its window
//   messages of an older attachment change nothing, even where they are heard (setting::hears_old)
//   with paths that hold a stream is done in time; then nothing is kept
#pragma once
#include "simulation/dice.hpp"
#include "simulation/simulated_stream.hpp"

#include <functional>
#include <list>
#include <string>
#include <vector>

namespace ockam::simulation {

/// What does not change while a failure is made smaller.
struct setting {
  std::size_t gives[2] = {0, 0};
  std::uint64_t begin = 0;
  bool hears_old = false;
  static setting of_seed(std::uint64_t seed);
};

enum class act : unsigned char {
  deliver,
  send,
  consume,
  acknowledge,
  probe,
  resume,
  resume_by_last_path,
  hear_none,
  find_none,
  find_dead,
  say_lost,
  // what goes wrong
  path_dies,
  path_dies_late, ///< what is under way still comes
  path_loses_first,
  path_loses_one,
  path_repeats_one,
  path_swaps_two,
  end_errs,
  leave
};

struct step {
  act what;
  std::uint32_t which, size; ///< read as what fits
};
using schedule = std::vector<step>;
void fill(schedule&, std::uint64_t seed);
std::string to_string(const step&);

class simulated_world final : surroundings {
public:
  /// Is told each thing that happens, if it is given.
  using witness = std::function<void(const std::string&)>;
  simulated_world(const setting&, witness = {});
  /// Throws `violated`.
  void run(const schedule&);

  std::uint64_t resumes() const { return inlet_.resumes(); }
  std::uint64_t gaps() const { return inlet_.gaps() + outlet_.gaps(); }
  std::string describe() const { return inlet_.describe() + '\n' + outlet_.describe(); }

private:
  address fresh_address() override { return ++addresses_; }
  transports::time_point now() const override { return now_; }
  void send(path&, side from, letter&&) override;

  bool happen(const step&);
  bool deliver(path&, side to);
  bool go_wrong(act, path&, std::uint32_t which);
  path& new_path();
  simulated_stream& end(std::uint32_t which) { return which % 2 == 0 ? inlet_ : outlet_; }
  void settle_paths();
  void finish();
  bool done() const;
  void check(const simulated_stream& from, const simulated_stream& to) const;
  void check() const;

  witness witness_;
  std::list<path> paths_;
  address addresses_ = outlets_own;
  transports::time_point now_{};
  simulated_stream inlet_, outlet_;
};

} // namespace ockam::simulation
