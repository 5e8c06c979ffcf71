#include "transports/sandbox/system_calls.hpp"

#include "transports/io/descriptor.hpp"
#include "transports/sandbox/refused_calls.hpp"
#include "transports/sandbox/system_call_list.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <memory>
#include <seccomp.h>
#include <span>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

#ifdef OCKAM_ANSWERS_REFUSED
constexpr std::uint32_t refusal_action = SCMP_ACT_TRAP;
#else
constexpr std::uint32_t refusal_action = SCMP_ACT_ERRNO(EPERM);
#endif

/// Names that are unknown here are no loss: nobody calls them either.
int add(scmp_filter_ctx to, std::uint32_t action, const char* name,
        std::span<const scmp_arg_cmp> conditions = {}) {
  const auto number = ::seccomp_syscall_resolve_name(name);
  if (number < 0) return 0; // __NR_SCMP_ERROR, or one that this architecture does not have
  return ::seccomp_rule_add_array(to, action, number, static_cast<unsigned>(conditions.size()),
                                  conditions.data());
}

/// 0, or what is wrong as a negative errno.
int fill(scmp_filter_ctx to) {
  for (const auto* const name : allowed_calls)
    if (const auto why = add(to, SCMP_ACT_ALLOW, name); why != 0) return why;
  for (const auto& each : conditional_calls()) {
    const std::array<scmp_arg_cmp, 1> when{
        {{each.argument, SCMP_CMP_MASKED_EQ, each.bits, each.value}}};
    if (const auto why = add(to, SCMP_ACT_ALLOW, each.name, when); why != 0) return why;
  }
  // dumpable is only ever taken away
  const std::array<scmp_arg_cmp, 2> private_memory{
      {{0, SCMP_CMP_MASKED_EQ, low_half, PR_SET_DUMPABLE}, {1, SCMP_CMP_EQ, 0, 0}}};
  if (const auto why = add(to, SCMP_ACT_ALLOW, "prctl", private_memory); why != 0) return why;
  // The C library blocks all signals where it starts a process, and the kernel ends who cannot take
  // one: these fail without. clone3 has its flags in memory; without it clone is called.
  const std::array<scmp_arg_cmp, 1> process{{{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0}}};
  if (const auto why = add(to, SCMP_ACT_ERRNO(EPERM), "clone", process); why != 0) return why;
  for (const auto* const name : {"fork", "vfork"})
    if (const auto why = add(to, SCMP_ACT_ERRNO(EPERM), name); why != 0) return why;
  return add(to, SCMP_ACT_ERRNO(ENOSYS), "clone3");
}

error cannot(const char* what, int why) {
  return fail(errc::unavailable, std::string(what) + ": " + std::strerror(why));
}

/// All that was written to a pipe, whose other end is closed.
std::vector<sock_filter> program_in(const descriptor& from) {
  std::vector<sock_filter> out;
  for (sock_filter one{}; ::read(from.get(), &one, sizeof one) == sizeof one;) out.push_back(one);
  return out;
}

} // namespace

result<system_call_filter> system_call_filter::make() {
  const std::unique_ptr<void, decltype(&::seccomp_release)> made{::seccomp_init(refusal_action),
                                                                 &::seccomp_release};
  auto why = made ? fill(made.get()) : -ENOMEM;
  std::array<int, 2> ends{};
  if (why == 0 && ::pipe2(ends.data(), O_CLOEXEC) != 0) why = -errno;
  if (why != 0) return cannot("no list of system calls", -why);
  const descriptor from{ends[0]};
  descriptor to{ends[1]};
  constexpr std::uint32_t binary_search = 2; // where the library knows it
  ::seccomp_attr_set(made.get(), SCMP_FLTATR_CTL_OPTIMIZE, binary_search);
  why = ::seccomp_export_bpf(made.get(), to.get());
  to.reset();
  if (why != 0) return cannot("no list of system calls", -why);
  count_refused_calls();
  return system_call_filter{program_in(from)};
}

status system_call_filter::enter() const {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return cannot("no_new_privs", errno);
  auto instructions = program_;
  const sock_fprog program{static_cast<unsigned short>(instructions.size()), instructions.data()};
  // No slower branches for the whole process: nothing is run in it that is not ours.
  constexpr unsigned long flags[] = {SECCOMP_FILTER_FLAG_SPEC_ALLOW, 0};
  for (const auto flag : flags)
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flag, &program) == 0) return done{};
  return cannot("no filter of system calls in this kernel, or not for this process", errno);
}

} // namespace ockam::transports
