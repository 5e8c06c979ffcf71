#include "transports/sandbox/system_call_list.hpp"

#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ockam::transports {

std::vector<conditional_call> conditional_calls() {
  std::vector<conditional_call> out{{"mprotect", 2, PROT_EXEC, 0},
                                    {"clone", 0, CLONE_THREAD, CLONE_THREAD}};
  for (const auto* const name : {"mmap", "mmap2"}) // what can be written to is never run; libraries
    for (const auto access : {0, PROT_WRITE, PROT_EXEC}) // that look names up are loaded late
      out.push_back({name, 2, PROT_WRITE | PROT_EXEC, static_cast<std::uint64_t>(access)});
  for (const auto family : {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK}) // the last one lists addresses
    out.push_back({"socket", 0, low_half, static_cast<std::uint64_t>(family)});
  for (const auto what : {TCGETS, TIOCGWINSZ, FIONBIO, FIONREAD, SIOCOUTQ, SIOCGIFINDEX,
                          SIOCGIFNAME}) // none that types for a terminal's user
    out.push_back({"ioctl", 1, low_half, static_cast<std::uint64_t>(what)});
  for (const auto what : {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_SET_NO_NEW_PRIVS,
                          PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP})
    out.push_back({"prctl", 0, low_half, static_cast<std::uint64_t>(what)});
  const auto self = static_cast<std::uint64_t>(::getpid());
  for (const auto* const name : {"kill", "tgkill"}) out.push_back({name, 0, low_half, self});
  for (const auto whose : {std::uint64_t{0}, self})
    out.push_back({"prlimit64", 0, low_half, whose});
  return out;
}

} // namespace ockam::transports
