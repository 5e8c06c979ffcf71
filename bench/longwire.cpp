// longwire - a long, lossy wire between two network namespaces, where the kernel has no netem.
//
//   longwire NETNS_A ADDR_A NETNS_B ADDR_B [--delay MS] [--jitter MS] [--loss PERCENT] [--mbit N]
//            [--queue PACKETS] [--seed N] [--device NAME]
//
// Creates one TUN device (NAME, default wire0; a namespace may have several wires) in each
// namespace (made before with `ip netns add`), addresses them /30, and carries packets between them
// with a one-way delay, random loss and a rate. The queue holds what waits for the rate and what is
// under way. Commands on standard input change the wire while it runs: `hole on`, `hole off` (drop
// everything, silently), `delay MS`, `loss P`, `mbit N`, `stats`. Needs root, or to be it in a user
// namespace. Ends on EOF of standard input or SIGTERM.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <map>
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

constexpr auto usage = "usage: longwire NETNS_A ADDR_A NETNS_B ADDR_B [--delay MS] [--jitter MS] "
                       "[--loss PERCENT] [--mbit N] [--queue PACKETS] [--seed N] [--device NAME]\n";

[[noreturn]] void die(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

double now_ms() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Opens the TUN device `name` inside the namespace `ns`, up and addressed.
int open_tun(const std::string& ns, const std::string& name, const std::string& address) {
  const auto home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC),
             there = open(("/run/netns/" + ns).c_str(), O_RDONLY | O_CLOEXEC);
  if (home < 0 || there < 0 || setns(there, CLONE_NEWNET) != 0) die("netns " + ns);
  const auto device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0) die("/dev/net/tun");
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  name.copy(request.ifr_name, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request) != 0) die("TUNSETIFF");
  const auto up = "ip addr add " + address + "/30 dev " + name + " && ip link set " + name
                  + " mtu 1500 txqueuelen 10000 up && ip link set lo up";
  if (std::system(up.c_str()) != 0) die("ip");
  if (setns(home, CLONE_NEWNET) != 0) die("setns back");
  close(home), close(there);
  return device;
}

class wire {
public:
  wire(int a, int b, std::map<std::string, double> settings)
      : settings_(std::move(settings)),
        ways_{{{a, b, {}}, {b, a, {}}}},
        dice_(unsigned(settings_["--seed"])) {}

  /// Returns at the end of standard input.
  void run() {
    while (wait()) {
      for (auto& way : ways_) take(way);
      for (auto& way : ways_) pass_on(way);
    }
  }

private:
  struct packet {
    double due_ms;
    std::vector<char> bytes;
  };
  struct direction {
    int from, to;
    std::deque<packet> queue;
    double free_at_ms = 0; // when the wire is idle again, at its rate
    unsigned long carried = 0, lost = 0, overflowed = 0;
  };

  /// For a packet, or until one is due. False: nobody commands any more.
  bool wait() {
    const auto now = now_ms();
    auto next = now + 1000;
    for (const auto& way : ways_)
      if (!way.queue.empty()) next = std::min(next, way.queue.front().due_ms);
    std::array<pollfd, 3> watched{pollfd{ways_[0].from, POLLIN, 0},
                                  pollfd{ways_[1].from, POLLIN, 0},
                                  pollfd{STDIN_FILENO, POLLIN, 0}};
    const auto wait_ns = (long long)(std::max(0.0, next - now) * 1e6);
    const timespec at_most{time_t(wait_ns / 1000000000), long(wait_ns % 1000000000)};
    if (ppoll(watched.data(), watched.size(), &at_most, nullptr) < 0 && errno != EINTR) die("poll");
    return watched[2].revents == 0 || read_command();
  }

  bool read_command() {
    char c = 0;
    if (read(STDIN_FILENO, &c, 1) <= 0) return false;
    if (c != '\n') {
      line_ += c;
      return true;
    }
    std::istringstream in(line_);
    std::string word, value;
    in >> word >> value;
    line_.clear();
    if (word == "hole") hole_ = value == "on";
    if (settings_.count("--" + word)) settings_["--" + word] = std::atof(value.c_str());
    if (word == "stats")
      std::printf("carried %lu %lu lost %lu %lu overflowed %lu %lu\n", ways_[0].carried,
                  ways_[1].carried, ways_[0].lost, ways_[1].lost, ways_[0].overflowed,
                  ways_[1].overflowed);
    else
      std::puts("ok");
    std::fflush(stdout);
    return true;
  }

  void take(direction& way) {
    const auto loss = settings_["--loss"];
    const auto limit = std::size_t(settings_["--queue"]);
    for (int i = 0; i < 256; ++i) {
      const auto size = read(way.from, buffer_.data(), buffer_.size());
      if (size <= 0) return;
      if (hole_ || roll_(dice_) < loss)
        ++way.lost;
      else if (way.queue.size() >= limit)
        ++way.overflowed;
      else
        way.queue.push_back(
            {due_ms(way, std::size_t(size)), {buffer_.data(), buffer_.data() + size}});
    }
  }

  double due_ms(direction& way, std::size_t size) {
    auto out = now_ms();
    const auto mbit = settings_["--mbit"], jitter = settings_["--jitter"];
    if (mbit > 0)
      out = way.free_at_ms = std::max(way.free_at_ms, out) + double(size) * 8 / (mbit * 1e3);
    out += settings_["--delay"] + (jitter > 0 ? jitter * roll_(dice_) / 100 : 0);
    return way.queue.empty() ? out : std::max(out, way.queue.back().due_ms); // a wire keeps order
  }

  void pass_on(direction& way) {
    const auto now = now_ms();
    while (!way.queue.empty() && way.queue.front().due_ms <= now) {
      const auto& bytes = way.queue.front().bytes;
      if (!hole_ && write(way.to, bytes.data(), bytes.size()) >= 0) ++way.carried;
      way.queue.pop_front();
    }
  }

  std::map<std::string, double> settings_;
  std::array<direction, 2> ways_;
  std::mt19937 dice_;
  std::uniform_real_distribution<double> roll_{0, 100};
  std::vector<char> buffer_ = std::vector<char>(65536);
  std::string line_;
  bool hole_ = false;
};

} // namespace

int main(int argc, char** argv) {
  if (argc < 5) return std::fputs(usage, stderr), 2;
  std::map<std::string, double> settings{{"--delay", 0}, {"--jitter", 0},    {"--loss", 0},
                                         {"--mbit", 0},  {"--queue", 20000}, {"--seed", 1}};
  std::string device = "wire0";
  for (int i = 5; i + 1 < argc; i += 2) {
    if (argv[i] == std::string("--device")) {
      device = argv[i + 1];
      continue;
    }
    if (!settings.count(argv[i]))
      return std::fprintf(stderr, "longwire: unknown option %s\n", argv[i]), 2;
    settings[argv[i]] = std::atof(argv[i + 1]);
  }
  const auto a = open_tun(argv[1], device, argv[2]), b = open_tun(argv[3], device, argv[4]);
  std::puts("ready");
  std::fflush(stdout);
  wire(a, b, std::move(settings)).run();
}
