// longwire - a long, lossy wire between two network namespaces, where the kernel has no netem.
//
//   longwire NETNS_A ADDR_A NETNS_B ADDR_B [--delay MS] [--jitter MS] [--loss PERCENT] [--mbit N]
//   [--queue PACKETS] [--seed N]
//
// Creates one TUN device ("wire0") in each namespace (made before with `ip netns add`), addresses
// them /30, and carries packets between them with a one-way delay, random loss and a rate. Commands
// on standard input change the wire while it runs: `hole on`, `hole off` (drop everything,
// silently), `delay MS`, `loss P`, `mbit N`, `stats`. Needs root. Ends on EOF of standard input or
// SIGTERM.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <iostream>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <random>
#include <sched.h>
#include <sstream>
#include <string>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

[[noreturn]] void die(const std::string& what) {
  perror(what.c_str());
  exit(1);
}

double now_ms() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/// Opens a TUN device inside the namespace `ns`, up and addressed.
int open_tun(const std::string& ns, const std::string& addr) {
  int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC),
      there = open(("/run/netns/" + ns).c_str(), O_RDONLY | O_CLOEXEC);
  if (home < 0 || there < 0 || setns(there, CLONE_NEWNET) != 0) die("netns " + ns);
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) die("/dev/net/tun");
  ifreq req{};
  req.ifr_flags = IFF_TUN | IFF_NO_PI;
  strcpy(req.ifr_name, "wire0");
  if (ioctl(fd, TUNSETIFF, &req) != 0) die("TUNSETIFF");
  std::string up =
      "ip addr add " + addr
      + "/30 dev wire0 && ip link set wire0 mtu 1500 txqueuelen 10000 up && ip link set lo up";
  if (system(up.c_str()) != 0) die("ip");
  if (setns(home, CLONE_NEWNET) != 0) die("setns back");
  close(home), close(there);
  return fd;
}

struct packet {
  double due;
  std::vector<char> bytes;
};

struct direction {
  int from, to;
  std::deque<packet> queue;
  double free_at = 0; // when the wire is idle again, at its rate
  unsigned long carried = 0, lost = 0, overflowed = 0;
};

} // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: longwire NETNS_A ADDR_A NETNS_B ADDR_B [--delay MS] [--jitter MS] "
                    "[--loss PERCENT] [--mbit N] [--queue PACKETS] [--seed N]\n");
    return 2;
  }
  double delay = 0, jitter = 0, loss = 0, mbit = 0;
  size_t limit = 20000;
  unsigned seed = 1;
  bool hole = false;
  for (int i = 5; i + 1 < argc; i += 2) {
    std::string k = argv[i];
    double v = atof(argv[i + 1]);
    if (k == "--delay")
      delay = v;
    else if (k == "--jitter")
      jitter = v;
    else if (k == "--loss")
      loss = v;
    else if (k == "--mbit")
      mbit = v;
    else if (k == "--queue")
      limit = size_t(v);
    else if (k == "--seed")
      seed = unsigned(v);
    else {
      fprintf(stderr, "longwire: unknown option %s\n", argv[i]);
      return 2;
    }
  }
  int a = open_tun(argv[1], argv[2]), b = open_tun(argv[3], argv[4]);
  direction ways[2] = {{a, b, {}}, {b, a, {}}};
  std::mt19937 dice(seed);
  std::uniform_real_distribution<double> roll(0, 100);
  printf("ready\n"), fflush(stdout);
  std::vector<char> buf(65536);
  std::string line;
  for (;;) {
    double t = now_ms(), next = t + 1000;
    for (auto& w : ways)
      if (!w.queue.empty()) next = std::min(next, w.queue.front().due);
    pollfd fds[3] = {{a, POLLIN, 0}, {b, POLLIN, 0}, {0, POLLIN, 0}};
    double wait = std::max(0.0, next - t);
    timespec ts{time_t(wait / 1e3), long(wait * 1e6) % 1000000000};
    if (ppoll(fds, 3, &ts, nullptr) < 0 && errno != EINTR) die("poll");
    if (fds[2].revents) {
      char c;
      ssize_t n = read(0, &c, 1);
      if (n <= 0) return 0;
      if (c != '\n')
        line += c;
      else {
        std::istringstream in(line);
        std::string word, value;
        in >> word >> value;
        if (word == "hole")
          hole = value == "on";
        else if (word == "delay")
          delay = atof(value.c_str());
        else if (word == "loss")
          loss = atof(value.c_str());
        else if (word == "mbit")
          mbit = atof(value.c_str());
        if (word == "stats")
          printf("carried %lu %lu lost %lu %lu overflowed %lu %lu\n", ways[0].carried,
                 ways[1].carried, ways[0].lost, ways[1].lost, ways[0].overflowed,
                 ways[1].overflowed);
        else
          printf("ok\n");
        fflush(stdout), line.clear();
      }
    }
    for (auto& w : ways)
      for (int k = 0; k < 256; ++k) {
        ssize_t n = read(w.from, buf.data(), buf.size());
        if (n <= 0) break;
        t = now_ms();
        if (hole || roll(dice) < loss) {
          ++w.lost;
          continue;
        }
        if (w.queue.size() >= limit) {
          ++w.overflowed;
          continue;
        }
        double sent = t;
        if (mbit > 0) w.free_at = std::max(w.free_at, t) + n * 8 / (mbit * 1e3), sent = w.free_at;
        double due = sent + delay + (jitter > 0 ? jitter * roll(dice) / 100 : 0);
        if (!w.queue.empty()) due = std::max(due, w.queue.back().due); // a wire keeps order
        w.queue.push_back({due, {buf.data(), buf.data() + n}});
      }
    t = now_ms();
    for (auto& w : ways)
      while (!w.queue.empty() && w.queue.front().due <= t) {
        if (!hole) {
          if (write(w.to, w.queue.front().bytes.data(), w.queue.front().bytes.size()) >= 0)
            ++w.carried;
        }
        w.queue.pop_front();
      }
  }
}
