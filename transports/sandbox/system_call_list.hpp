// The system calls that a node makes once it has started.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace ockam::transports {

/// Allowed with all arguments: the kernel remembers that, and runs no filter for them. Names that an
/// architecture does not have are left out.
inline constexpr auto allowed_calls = std::to_array<const char*>(
    {// files
     "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2",
     "pwritev2", "open", "openat", "openat2", "creat", "close", "close_range", "lseek", "_llseek",
     "stat", "fstat", "lstat", "stat64", "fstat64", "lstat64", "newfstatat", "fstatat64", "statx",
     "statfs", "fstatfs", "statfs64", "fstatfs64", "access", "faccessat", "faccessat2", "readlink",
     "readlinkat", "getdents", "getdents64", "getcwd", "rename", "renameat", "renameat2", "unlink",
     "unlinkat", "mkdir", "mkdirat", "rmdir", "link", "linkat", "fchmod", "fchown", "fchown32",
     "truncate", "ftruncate", "truncate64", "ftruncate64", "fallocate", "fsync", "fdatasync",
     "sync_file_range", "flock", "fcntl", "fcntl64", "dup", "dup2", "dup3", "pipe", "pipe2",
     "umask", "copy_file_range", "sendfile", "sendfile64", "fadvise64", "fadvise64_64", "readahead",
     // memory, of which mmap and mprotect follow below
     "munmap", "mremap", "madvise", "brk", "mlock", "mlock2", "munlock", "msync", "membarrier",
     // threads
     "futex", "futex_time64", "set_robust_list", "get_robust_list", "set_tid_address", "rseq",
     "gettid", "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
     "sched_get_priority_max", "sched_get_priority_min", "getcpu", "arch_prctl", "exit",
     "exit_group", "restart_syscall",
     // time
     "clock_gettime", "clock_gettime64", "clock_getres", "clock_getres_time64", "clock_nanosleep",
     "clock_nanosleep_time64", "nanosleep", "gettimeofday", "time", "times", "timerfd_create",
     "timerfd_settime", "timerfd_settime64", "timerfd_gettime", "timerfd_gettime64",
     // events and signals
     "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2",
     "poll", "ppoll", "ppoll_time64", "select", "_newselect", "pselect6", "pselect6_time64",
     "eventfd", "eventfd2", "signalfd", "signalfd4", "rt_sigaction", "rt_sigprocmask",
     "rt_sigreturn", "rt_sigpending", "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack",
     "sigreturn",
     // sockets, of which socket follows below
     "socketpair", "bind", "connect", "listen", "accept", "accept4", "getsockname", "getpeername",
     "getsockopt", "setsockopt", "shutdown", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg",
     "recvmmsg", "send", "recv",
     // what the process is
     "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getuid32", "geteuid32",
     "getgid32", "getegid32", "getgroups", "getgroups32", "getresuid", "getresgid", "getpgrp",
     "getpgid", "getsid", "uname", "sysinfo", "getrusage", "getrlimit", "ugetrlimit", "setrlimit",
     "getrandom", "getpriority",
     // to give up more
     "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"});

/// A call that is allowed if these bits of an argument have this value.
struct conditional_call {
  const char* name;
  unsigned argument;
  std::uint64_t bits, value;
};
std::vector<conditional_call> conditional_calls();

/// The kernel takes numbers of commands, families and processes for 32 bits.
inline constexpr std::uint64_t low_half = 0xffffffff;

} // namespace ockam::transports
