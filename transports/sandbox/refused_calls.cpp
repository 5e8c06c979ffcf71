#include "transports/sandbox/refused_calls.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <seccomp.h>
#include <sys/eventfd.h>
#include <ucontext.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

constexpr std::size_t numbers_max = 1024;

struct refusals {
  std::array<std::atomic<std::uint32_t>, numbers_max> count{};
  std::array<bool, numbers_max> known{}; ///< whether the list could have had it
  int event = -1;
};

/// Never destroyed: threads may run on while the process ends.
refusals& all_refused() {
  static auto& all = *new refusals;
  return all;
}

#ifdef OCKAM_ANSWERS_REFUSED
/// Has the call that was refused return that.
void answer_refused(void* context, int value) {
  auto& machine = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  machine.gregs[REG_RAX] = value;
#else
  machine.regs[0] = static_cast<unsigned long long>(value);
#endif
}

void on_refused(int, siginfo_t* what, void* context) {
  constexpr auto by_seccomp = 1; // SYS_SECCOMP, which not every header has
  if (what->si_code != by_seccomp) return;
  const auto before = errno;
  auto& all = all_refused();
  const auto number = static_cast<std::size_t>(static_cast<unsigned>(what->si_syscall));
  const auto is_known = number < numbers_max && all.known[number];
  if (number < numbers_max) all.count[number].fetch_add(1, std::memory_order_relaxed);
  answer_refused(context, is_known ? -EPERM : -ENOSYS);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto told = ::write(all.event, &one, sizeof one);
  errno = before;
}
#endif

} // namespace

void count_refused_calls() {
#ifdef OCKAM_ANSWERS_REFUSED
  auto& all = all_refused();
  if (all.event >= 0) return;
  for (std::size_t i = 0; i < numbers_max; ++i) {
    const std::unique_ptr<char, decltype(&std::free)> name{
        ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, static_cast<int>(i)), &std::free};
    all.known[i] = name != nullptr;
  }
  all.event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct sigaction taking {};
  taking.sa_sigaction = on_refused;
  taking.sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER;
  ::sigaction(SIGSYS, &taking, nullptr);
#endif
}

std::vector<refused_call> refused_system_calls() {
  std::vector<refused_call> out;
  for (std::size_t i = 0; i < numbers_max; ++i) {
    const auto count = all_refused().count[i].load(std::memory_order_relaxed);
    if (count == 0) continue;
    const auto number = static_cast<int>(i);
    const std::unique_ptr<char, decltype(&std::free)> name{
        ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), &std::free};
    out.push_back({number, name ? name.get() : "", count});
  }
  return out;
}

int refused_event() noexcept { return all_refused().event; }

} // namespace ockam::transports
