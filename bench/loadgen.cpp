// loadgen - stand-alone TCP load generator and verifying test server.
//
//   loadgen server   --listen 127.0.0.1:9000 [--threads N] [--plain] [--cc reno]
//   loadgen bulk     --connect H:P [--conns N] [--dir up|down|both] [--seconds S] [--block BYTES]
//   loadgen pingpong --connect H:P [--conns N] [--size 64] [--seconds S] [--warmup S]
//   loadgen connrate --connect H:P [--conns CONCURRENCY] [--seconds S]
//   loadgen idle     --connect H:P [--conns N] [--seconds HOLD]
//   loadgen stall    --connect H:P [--conns N] [--seconds S]   (server stops reading; backpressure
//   test) loadgen halfclose --connect H:P                            (does FIN cross, is data after
//   it delivered?)
// Common: --threads N  --pids p1,p2 (CPU time + RSS of these processes)  --cc NAME  --label TXT
//         --plain (no 32-byte header; peer is a plain echo server; bulk is then dir=both)
// One JSON object on stdout; exit 0 = ok, 1 = failed / corrupt data, 2 = usage.
//
// Integrity: every byte is pattern[(seed + stream position) mod 1048573], seed per connection,
// compared with memcmp on the receiving side, so lost, duplicated, reordered or cross-wired data is
// found.
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <errno.h>
#include <fcntl.h>
#include <map>
#include <memory>
#include <netinet/tcp.h>
#include <signal.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr size_t kPeriod = 1048573; // prime: no block size divides it
constexpr size_t kWindow = 1 << 20; // longest contiguous view of the pattern
constexpr uint64_t kAck = 4u << 20; // sink acknowledges each 4 MiB
constexpr uint64_t kBad = 1ull << 63;
std::vector<uint8_t> g_pattern;

void make_pattern() {
  g_pattern.resize(kPeriod + kWindow);
  uint64_t x = 0x9E3779B97F4A7C15ull;
  for (size_t i = 0; i < kPeriod; ++i) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    g_pattern[i] = uint8_t(x >> 32);
  }
  memcpy(&g_pattern[kPeriod], &g_pattern[0], kWindow);
}
const uint8_t* pattern_at(uint32_t seed, uint64_t pos) {
  return &g_pattern[(seed + pos) % kPeriod];
}
bool verify(uint32_t seed, uint64_t pos, const uint8_t* p, size_t n) {
  while (n) {
    size_t k = std::min(n, kWindow);
    if (memcmp(p, pattern_at(seed, pos), k) != 0) return false;
    p += k, pos += k, n -= k;
  }
  return true;
}

struct Header { // first bytes of a connection, unless --plain
  char magic[8] = {'L', 'O', 'A', 'D', 'G', 'E', 'N', '1'};
  uint8_t mode = 'E'; // E echo, S sink, D source, Z stall (read 1 MiB, then stop for arg ms, then
                      // sink), H half-close
  uint8_t pad[3] = {};
  uint32_t seed = 0;
  uint64_t arg = 0;
  uint64_t pad2 = 0;
};
static_assert(sizeof(Header) == 32);

uint64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return uint64_t(t.tv_sec) * 1000000000ull + t.tv_nsec;
}
[[noreturn]] void die(const char* what) {
  printf("{\"ok\":false,\"error\":\"%s: %s\"}\n", what, strerror(errno));
  exit(1);
}

struct Options {
  std::string cmd, host = "127.0.0.1", dir = "up", cc, label;
  uint16_t port = 0;
  int conns = 1, threads = 1;
  double seconds = 3, warmup = 0.3;
  size_t size = 64, block = 256 * 1024;
  bool plain = false;
  std::vector<pid_t> pids;
} opt;

// ---- log-linear latency histogram: 64 sub-buckets per power of two, < 1.6 % error ----
struct Histogram {
  std::vector<uint64_t> b = std::vector<uint64_t>(64 * 64);
  uint64_t n = 0, max = 0;
  double sum = 0;
  static int index(uint64_t v) {
    if (v < 64) return int(v);
    int e = 63 - __builtin_clzll(v);
    return (e - 5) * 64 + int((v >> (e - 6)) & 63);
  }
  static uint64_t value(int i) {
    if (i < 64) return i;
    int e = i / 64 + 5;
    return (uint64_t(64 + (i & 63)) << (e - 6)) + (1ull << (e - 6)) / 2;
  }
  void add(uint64_t v) { b[index(v)]++, n++, sum += double(v), max = std::max(max, v); }
  void merge(const Histogram& o) {
    for (size_t i = 0; i < b.size(); ++i) b[i] += o.b[i];
    n += o.n, sum += o.sum, max = std::max(max, o.max);
  }
  double us(double q) const {
    uint64_t want = uint64_t(q * double(n)), c = 0;
    for (size_t i = 0; i < b.size(); ++i)
      if ((c += b[i]) > want) return double(value(int(i))) / 1000.0;
    return double(max) / 1000.0;
  }
};

// ---- process accounting ----
struct Usage {
  double cpu = 0;
  std::vector<long> rss;
};
long rss_kb(pid_t p) {
  char f[64];
  snprintf(f, sizeof f, "/proc/%d/statm", p);
  FILE* h = fopen(f, "r");
  if (!h) return -1;
  long a = 0, b = 0;
  if (fscanf(h, "%ld %ld", &a, &b) != 2) b = -1;
  fclose(h);
  return b * 4;
}
double cpu_of(pid_t p) {
  clockid_t c;
  timespec t;
  if (clock_getcpuclockid(p, &c) != 0 || clock_gettime(c, &t) != 0) return 0;
  return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}
Usage usage() {
  Usage u;
  for (pid_t p : opt.pids) u.cpu += cpu_of(p), u.rss.push_back(rss_kb(p));
  return u;
}
std::string rss_json(const Usage& u) {
  std::string s = "[";
  for (size_t i = 0; i < u.rss.size(); ++i) s += (i ? "," : "") + std::to_string(u.rss[i]);
  return s + "]";
}

// ---- sockets ----
sockaddr_in addr() {
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(opt.port);
  if (inet_pton(AF_INET, opt.host.c_str(), &a.sin_addr) != 1) die("address");
  return a;
}
void tune(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (!opt.cc.empty())
    setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, opt.cc.c_str(), socklen_t(opt.cc.size()));
}
int dial(bool block) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (block ? 0 : SOCK_NONBLOCK), 0);
  if (fd < 0) die("socket");
  tune(fd);
  auto a = addr();
  if (connect(fd, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0 && errno != EINPROGRESS)
    die("connect");
  return fd;
}
void set_nonblock(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }
bool send_all(int fd, const void* p, size_t n) { // blocking socket
  auto c = static_cast<const char*>(p);
  while (n) {
    ssize_t r = send(fd, c, n, MSG_NOSIGNAL);
    if (r <= 0) return false;
    c += r, n -= size_t(r);
  }
  return true;
}
bool recv_all(int fd, void* p, size_t n) {
  auto c = static_cast<char*>(p);
  while (n) {
    ssize_t r = recv(fd, c, n, 0);
    if (r <= 0) return false;
    c += r, n -= size_t(r);
  }
  return true;
}

// ================================= server =================================
struct ServerConn {
  int fd;
  char mode = 0; // 0: header not complete
  size_t hdr = 0;
  Header h;
  uint64_t pos = 0, acked = 0;
  bool bad = false, stop = false, eof = false, want_out = false;
  std::vector<uint8_t> out; // echo / acks not yet sent
  size_t out_off = 0;
  uint64_t resume_at = 0; // stall mode
};

struct Server {
  int ep = epoll_create1(EPOLL_CLOEXEC), lfd;
  std::vector<uint8_t> buf = std::vector<uint8_t>(512 * 1024);
  std::map<int, ServerConn*> stalled;

  explicit Server(int l) : lfd(l) {
    epoll_event e{EPOLLIN | EPOLLEXCLUSIVE, {nullptr}};
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &e);
  }
  void arm(ServerConn* c) {
    bool w = c->out_off < c->out.size() || (c->mode == 'D' && (!c->stop || c->pos % kAck));
    bool stalled_now = c->resume_at != 0;
    // an echo peer that does not read must not make us buffer without bound
    bool r = !c->eof && !stalled_now && c->out.size() - c->out_off < (4u << 20);
    epoll_event e{(r ? uint32_t(EPOLLIN) : 0u) | (w ? uint32_t(EPOLLOUT) : 0u), {c}};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
    c->want_out = w;
  }
  void drop(ServerConn* c) {
    stalled.erase(c->fd);
    close(c->fd);
    delete c;
  }
  bool put(ServerConn* c, const uint8_t* p, size_t n) {
    if (c->out_off == c->out.size()) {
      c->out.clear(), c->out_off = 0;
      ssize_t r = send(c->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (r < 0 && errno != EAGAIN) return false;
      if (r > 0) p += r, n -= size_t(r);
    }
    c->out.insert(c->out.end(), p, p + n);
    return true;
  }
  bool ack(ServerConn* c) {
    while (c->pos - c->acked >= kAck || (c->bad && c->acked <= c->pos)) {
      c->acked += kAck;
      uint64_t v = c->bad ? kBad : c->acked;
      if (!put(c, reinterpret_cast<uint8_t*>(&v), 8)) return false;
    }
    return true;
  }
  bool input(ServerConn* c, uint8_t* p, size_t n) {
    if (!c->mode) {
      if (opt.plain) {
        c->mode = 'E';
      } else {
        size_t k = std::min(n, sizeof(Header) - c->hdr);
        memcpy(reinterpret_cast<char*>(&c->h) + c->hdr, p, k);
        c->hdr += k, p += k, n -= k;
        if (c->hdr < sizeof(Header)) return true;
        if (memcmp(c->h.magic, "LOADGEN1", 8) != 0) return false;
        c->mode = char(c->h.mode);
      }
    }
    if (!n) return true;
    switch (c->mode) {
    case 'E': return put(c, p, n);
    case 'D': c->stop = true; return true;
    default: // S, Z, H
      if (!verify(c->h.seed, c->pos, p, n)) c->bad = true;
      c->pos += n;
      if (c->mode == 'Z' && c->pos > kWindow && c->resume_at == 0 && c->h.arg) {
        c->resume_at = now_ns() + c->h.arg * 1000000ull;
        stalled[c->fd] = c;
      }
      return ack(c);
    }
  }
  void on_event(ServerConn* c, uint32_t ev) {
    if ((ev & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !c->eof) {
      ssize_t r = recv(c->fd, buf.data(), buf.size(), 0);
      if (r < 0 && errno != EAGAIN) return drop(c);
      if (r == 0) {
        c->eof = true;
        if (c->mode == 'H') { // data sent after the peer's FIN must still arrive
          uint64_t v[2] = {c->pos | (c->bad ? kBad : 0), 0x4546414c46ull};
          send(c->fd, v, 16, MSG_NOSIGNAL);
        }
        if (c->mode != 'E' || c->out_off == c->out.size()) return drop(c);
      }
      if (r > 0 && !input(c, buf.data(), size_t(r))) return drop(c);
    }
    if (c->out_off < c->out.size() && (ev & EPOLLOUT)) {
      ssize_t r = send(c->fd, c->out.data() + c->out_off, c->out.size() - c->out_off,
                       MSG_NOSIGNAL | MSG_DONTWAIT);
      if (r < 0 && errno != EAGAIN) return drop(c);
      if (r > 0) c->out_off += size_t(r);
      if (c->eof && c->out_off == c->out.size()) return drop(c);
    }
    if (c->mode == 'D') {
      uint64_t goal = c->stop ? (c->pos + kAck - 1) / kAck * kAck : ~0ull;
      for (int i = 0; i < 2 && c->pos < goal; ++i) {
        size_t n = size_t(std::min<uint64_t>(opt.block, goal - c->pos));
        ssize_t r = send(c->fd, pattern_at(c->h.seed, c->pos), n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (r < 0 && errno != EAGAIN) return drop(c);
        if (r <= 0) break;
        c->pos += uint64_t(r);
      }
      if (c->stop && c->pos % kAck == 0) return drop(c);
    }
    arm(c);
  }
  void run() {
    epoll_event ev[64];
    for (;;) {
      int n = epoll_wait(ep, ev, 64, stalled.empty() ? -1 : 5);
      if (!stalled.empty())
        for (auto i = stalled.begin(); i != stalled.end();) {
          auto* c = i->second;
          if (now_ns() >= c->resume_at)
            c->resume_at = 0, c->h.arg = 0, i = stalled.erase(i), arm(c);
          else
            ++i;
        }
      for (int i = 0; i < n; ++i) {
        if (ev[i].data.ptr) {
          on_event(static_cast<ServerConn*>(ev[i].data.ptr), ev[i].events);
          continue;
        }
        for (;;) {
          int fd = accept4(lfd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
          if (fd < 0) break;
          tune(fd);
          auto* c = new ServerConn{};
          c->fd = fd;
          epoll_event e{EPOLLIN, {c}};
          epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
        }
      }
    }
  }
};

int run_server() {
  int l = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  auto a = addr();
  if (bind(l, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0 || listen(l, 4096) != 0)
    die("listen");
  std::vector<std::thread> t;
  for (int i = 1; i < opt.threads; ++i) t.emplace_back([l] { Server(l).run(); });
  Server(l).run();
  return 0;
}

// ================================= clients =================================
struct Conn {
  int fd = -1, id = 0;
  uint32_t seed = 0;
  uint64_t sent = 0, got = 0, acked = 0, t0 = 0, seq = 0, t_end = 0;
  size_t ack_n = 0, part = 0;
  uint8_t ackbuf[8];
  bool done = false, stopping = false, out_armed = true;
  std::vector<uint8_t> msg;
};

struct Result {
  uint64_t bytes = 0, ops = 0, errors = 0, corrupt = 0, t_first = ~0ull, t_last = 0;
  Histogram lat;
  double min_conn = 1e18, max_conn = 0; // fairness: bytes of the slowest / fastest connection
  void merge(const Result& r) {
    bytes += r.bytes, ops += r.ops, errors += r.errors, corrupt += r.corrupt;
    t_first = std::min(t_first, r.t_first), t_last = std::max(t_last, r.t_last);
    lat.merge(r.lat), min_conn = std::min(min_conn, r.min_conn),
                      max_conn = std::max(max_conn, r.max_conn);
  }
};
uint32_t seed_of(int id) { return uint32_t(id) * 40503u + 7u; }

void open_conn(Conn& c, char mode, uint64_t arg = 0) {
  c.fd = dial(true);
  c.seed = seed_of(c.id);
  if (opt.plain) return;
  Header h;
  h.mode = uint8_t(mode), h.seed = c.seed, h.arg = arg;
  if (!send_all(c.fd, &h, sizeof h)) die("send header");
}

Result bulk_worker(std::vector<Conn>& cs, uint64_t deadline) {
  Result res;
  bool up = opt.dir == "up", down = opt.dir == "down", both = opt.dir == "both";
  int ep = epoll_create1(EPOLL_CLOEXEC);
  for (auto& c : cs) {
    set_nonblock(c.fd);
    epoll_event e{uint32_t(EPOLLIN) | (down ? 0u : uint32_t(EPOLLOUT)), {&c}};
    epoll_ctl(ep, EPOLL_CTL_ADD, c.fd, &e);
  }
  std::vector<uint8_t> buf(512 * 1024);
  size_t open = cs.size();
  uint64_t hard = deadline + 120000000000ull, t_begin = now_ns();
  epoll_event ev[64];
  auto finish = [&](Conn& c) {
    if (c.done) return;
    c.done = true, --open, c.t_end = now_ns();
    epoll_ctl(ep, EPOLL_CTL_DEL, c.fd, nullptr);
  };
  auto fail = [&](Conn& c) { res.errors++, finish(c); };
  uint64_t down_at_deadline = 0;
  bool past = false;
  while (open) {
    int n = epoll_wait(ep, ev, 64, 100);
    uint64_t t = now_ns();
    if (t > hard) {
      res.errors += open;
      break;
    }
    if (!past && t >= deadline) {
      past = true;
      res.t_last = t;
      for (auto& c : cs) {
        down_at_deadline += c.got;
        if (down && !c.done) send(c.fd, "X", 1, MSG_NOSIGNAL | MSG_DONTWAIT), c.stopping = true;
      }
    }
    for (int i = 0; i < n; ++i) {
      Conn& c = *static_cast<Conn*>(ev[i].data.ptr);
      if (c.done) continue;
      if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        ssize_t r = recv(c.fd, buf.data(), buf.size(), 0);
        if (r == 0 && down && c.stopping) {
          if (c.got % kAck) res.errors++;
          finish(c);
          continue;
        }
        if (r == 0 || (r < 0 && errno != EAGAIN)) {
          fail(c);
          continue;
        }
        if (r > 0 && up) {
          for (ssize_t k = 0; k < r; ++k) {
            c.ackbuf[c.ack_n++] = buf[size_t(k)];
            if (c.ack_n == 8) {
              uint64_t v;
              memcpy(&v, c.ackbuf, 8), c.ack_n = 0;
              if (v & kBad) {
                res.corrupt++, fail(c);
                break;
              }
              c.acked = v;
            }
          }
          if (c.done) continue;
          if (c.stopping && c.acked == c.sent) {
            c.got = c.acked, finish(c);
            continue;
          }
        } else if (r > 0) {
          if (!verify(c.seed, c.got, buf.data(), size_t(r))) {
            res.corrupt++, fail(c);
            continue;
          }
          c.got += uint64_t(r);
          if (both && c.stopping && c.got == c.sent) {
            finish(c);
            continue;
          }
        }
      }
      if ((ev[i].events & EPOLLOUT) && !down) {
        uint64_t goal = ~0ull;
        if (c.stopping || past)
          c.stopping = true, goal = up ? (c.sent + kAck - 1) / kAck * kAck : c.sent;
        if (c.sent < goal) {
          size_t want = size_t(std::min<uint64_t>(opt.block, goal - c.sent));
          ssize_t r = send(c.fd, pattern_at(c.seed, c.sent), want, MSG_NOSIGNAL);
          if (r < 0 && errno != EAGAIN) {
            fail(c);
            continue;
          }
          if (r > 0) c.sent += uint64_t(r);
        }
        if (c.sent >= goal) {
          epoll_event e{EPOLLIN, {&c}};
          epoll_ctl(ep, EPOLL_CTL_MOD, c.fd, &e);
          if ((up && c.acked == c.sent) || (both && c.got == c.sent)) c.got = c.sent, finish(c);
        }
      }
    }
  }
  res.t_first = t_begin;
  if (down) {
    res.bytes = down_at_deadline;
  } else {
    res.t_last = 0;
    for (auto& c : cs) res.t_last = std::max(res.t_last, c.t_end), res.bytes += c.got;
  }
  for (auto& c : cs) {
    double rate = double(c.got);
    res.min_conn = std::min(res.min_conn, rate), res.max_conn = std::max(res.max_conn, rate);
    res.ops++;
    close(c.fd);
  }
  close(ep);
  return res;
}

Result pingpong_worker(std::vector<Conn>& cs, uint64_t start, uint64_t deadline) {
  Result res;
  int ep = epoll_create1(EPOLL_CLOEXEC);
  std::vector<uint8_t> buf(std::max<size_t>(opt.size, 65536));
  auto fire = [&](Conn& c) {
    c.seq++;
    memcpy(c.msg.data(), &c.seq, 8);
    c.part = 0;
    c.t0 = now_ns();
    if (send(c.fd, c.msg.data(), c.msg.size(), MSG_NOSIGNAL) != ssize_t(c.msg.size())) res.errors++;
  };
  for (auto& c : cs) {
    c.msg.resize(std::max<size_t>(opt.size, 12));
    memcpy(c.msg.data(), pattern_at(c.seed, 0), std::min(c.msg.size(), kWindow));
    memcpy(c.msg.data() + 8, &c.id, 4);
    epoll_event e{EPOLLIN, {&c}};
    epoll_ctl(ep, EPOLL_CTL_ADD, c.fd, &e);
  }
  for (auto& c : cs) fire(c);
  size_t open = cs.size();
  epoll_event ev[64];
  uint64_t hard = deadline + 10000000000ull;
  while (open) {
    int n = epoll_wait(ep, ev, 64, 1000);
    if (now_ns() > hard) {
      res.errors += open;
      break;
    }
    for (int i = 0; i < n; ++i) {
      Conn& c = *static_cast<Conn*>(ev[i].data.ptr);
      ssize_t r = recv(c.fd, buf.data(), c.msg.size() - c.part, MSG_DONTWAIT);
      if (r < 0 && errno == EAGAIN) continue;
      bool bad = r > 0 && memcmp(buf.data(), c.msg.data() + c.part, size_t(r)) != 0;
      if (r <= 0 || bad) {
        (bad ? res.corrupt : res.errors)++;
        epoll_ctl(ep, EPOLL_CTL_DEL, c.fd, nullptr), --open;
        continue;
      }
      c.part += size_t(r);
      if (c.part < c.msg.size()) continue;
      uint64_t t = now_ns();
      if (c.t0 >= start && t <= deadline) res.lat.add(t - c.t0), res.ops++, c.got++;
      if (t >= deadline)
        epoll_ctl(ep, EPOLL_CTL_DEL, c.fd, nullptr), --open;
      else
        fire(c);
    }
  }
  for (auto& c : cs) {
    res.min_conn = std::min(res.min_conn, double(c.got)),
    res.max_conn = std::max(res.max_conn, double(c.got));
    close(c.fd);
  }
  close(ep);
  res.t_first = start, res.t_last = deadline;
  return res;
}

Result connrate_worker(int slots, int base, uint64_t start, uint64_t deadline) {
  Result res;
  int ep = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Conn> cs{size_t(slots)};
  uint32_t serial = 0;
  auto begin = [&](Conn& c) {
    c.t0 = now_ns(), c.part = 0, c.out_armed = true;
    c.seq = (uint64_t(base) << 40) + ++serial;
    c.fd = dial(false);
    epoll_event e{EPOLLOUT, {&c}};
    epoll_ctl(ep, EPOLL_CTL_ADD, c.fd, &e);
  };
  size_t hl = opt.plain ? 0 : sizeof(Header);
  for (auto& c : cs) begin(c);
  size_t open = cs.size();
  epoll_event ev[64];
  uint8_t buf[4096];
  uint64_t hard = deadline + 10000000000ull;
  while (open) {
    int n = epoll_wait(ep, ev, 64, 1000);
    if (now_ns() > hard) {
      res.errors += open;
      break;
    }
    for (int i = 0; i < n; ++i) {
      Conn& c = *static_cast<Conn*>(ev[i].data.ptr);
      auto finish = [&](bool ok) {
        close(c.fd);
        uint64_t t = now_ns();
        if (!ok)
          res.errors++;
        else if (c.t0 >= start && t <= deadline)
          res.ops++, res.lat.add(t - c.t0);
        if (t < deadline)
          begin(c);
        else
          --open;
      };
      if (c.out_armed && (ev[i].events & (EPOLLOUT | EPOLLERR))) {
        c.out_armed = false;
        uint8_t m[sizeof(Header) + 64];
        Header h;
        memcpy(m, &h, hl);
        memcpy(m + hl, pattern_at(uint32_t(c.seq), 0), 64);
        memcpy(m + hl, &c.seq, 8);
        epoll_event e{EPOLLIN, {&c}};
        epoll_ctl(ep, EPOLL_CTL_MOD, c.fd, &e);
        if (send(c.fd, m, hl + 64, MSG_NOSIGNAL) != ssize_t(hl + 64)) finish(false);
        continue;
      }
      ssize_t r = recv(c.fd, buf + c.part, 64 - c.part, 0);
      if (r < 0 && errno == EAGAIN) continue;
      if (r <= 0) {
        finish(false);
        continue;
      }
      c.part += size_t(r);
      if (c.part < 64) continue;
      bool ok =
          memcmp(buf, &c.seq, 8) == 0 && memcmp(buf + 8, pattern_at(uint32_t(c.seq), 8), 56) == 0;
      if (!ok) res.corrupt++;
      finish(ok);
    }
  }
  close(ep);
  res.t_first = start, res.t_last = deadline;
  return res;
}

void print(const char* mode, const Result& r, const Usage& u0, const Usage& u1,
           const std::string& extra) {
  double sec = r.t_last > r.t_first ? double(r.t_last - r.t_first) / 1e9 : 0;
  double cpu = u1.cpu - u0.cpu;
  printf("{\"label\":\"%s\",\"mode\":\"%s\",\"ok\":%s,\"conns\":%d,\"threads\":%d,\"seconds\":%.3f,"
         "\"errors\":%llu,"
         "\"corrupt\":%llu,\"cpu_s\":%.3f,\"rss_kb\":%s%s}\n",
         opt.label.c_str(), mode, (r.errors || r.corrupt) ? "false" : "true", opt.conns,
         opt.threads, sec, (unsigned long long)r.errors, (unsigned long long)r.corrupt, cpu,
         rss_json(u1).c_str(), extra.c_str());
}
std::string fmt(const char* f, ...) {
  char b[512];
  va_list a;
  va_start(a, f);
  vsnprintf(b, sizeof b, f, a);
  va_end(a);
  return b;
}

template <class F>
Result parallel(F f) {
  std::vector<Result> r(size_t(opt.threads));
  std::vector<std::thread> t;
  for (int i = 0; i < opt.threads; ++i) t.emplace_back([&, i] { r[size_t(i)] = f(i); });
  for (auto& x : t) x.join();
  Result all;
  for (auto& x : r) all.merge(x);
  return all;
}

int run_client() {
  std::vector<std::vector<Conn>> groups{size_t(opt.threads)};
  auto open_all = [&](char mode, uint64_t arg = 0) {
    for (int i = 0; i < opt.conns; ++i) {
      auto& g = groups[size_t(i % opt.threads)];
      g.emplace_back();
      g.back().id = i;
      open_conn(g.back(), mode, arg);
    }
  };
  Usage before = usage();
  if (opt.cmd == "bulk") {
    if (opt.plain) opt.dir = "both";
    open_all(opt.dir == "up" ? 'S' : opt.dir == "down" ? 'D' : 'E');
    uint64_t d = now_ns() + uint64_t(opt.seconds * 1e9);
    before = usage();
    Result r = parallel([&](int i) { return bulk_worker(groups[size_t(i)], d); });
    Usage after = usage();
    double sec = double(r.t_last - r.t_first) / 1e9, gb = double(r.bytes) / 1e9;
    print("bulk", r, before, after,
          fmt(",\"dir\":\"%s\",\"bytes\":%llu,\"MBps\":%.1f,\"Gbps\":%.3f,\"cpu_s_per_GB\":%.3f,"
              "\"conn_min_MB\":%.1f,"
              "\"conn_max_MB\":%.1f",
              opt.dir.c_str(), (unsigned long long)r.bytes, gb * 1000 / sec, gb * 8 / sec,
              gb > 0 ? (after.cpu - before.cpu) / gb : 0, r.min_conn / 1e6, r.max_conn / 1e6));
    return r.errors || r.corrupt;
  }
  if (opt.cmd == "pingpong" || opt.cmd == "connrate") {
    bool pp = opt.cmd == "pingpong";
    if (pp) open_all('E');
    before = usage();
    uint64_t s = now_ns() + uint64_t(opt.warmup * 1e9), d = s + uint64_t(opt.seconds * 1e9);
    Result r = parallel([&](int i) {
      return pp ? pingpong_worker(groups[size_t(i)], s, d)
                : connrate_worker(std::max(1, opt.conns / opt.threads), i, s, d);
    });
    Usage after = usage();
    double sec = double(r.t_last - r.t_first) / 1e9;
    print(opt.cmd.c_str(), r, before, after,
          fmt(",\"size\":%zu,\"ops\":%llu,\"per_s\":%.0f,\"mean_us\":%.1f,\"p50_us\":%.1f,\"p90_"
              "us\":%.1f,\"p99_us\":%.1f,"
              "\"p999_us\":%.1f,\"max_us\":%.1f,\"cpu_us_per_op\":%.2f",
              opt.size, (unsigned long long)r.ops, double(r.ops) / sec,
              r.lat.n ? r.lat.sum / double(r.lat.n) / 1000 : 0, r.lat.us(.5), r.lat.us(.9),
              r.lat.us(.99), r.lat.us(.999), double(r.lat.max) / 1000,
              r.ops ? (after.cpu - before.cpu) * 1e6 / double(r.ops) * (sec / (sec + opt.warmup))
                    : 0));
    return r.errors || r.corrupt;
  }
  if (opt.cmd == "idle") {
    open_all('E');
    Result r;
    uint8_t m[64], b[64];
    for (auto& g : groups)
      for (auto& c : g) {
        memcpy(m, pattern_at(c.seed, 0), 64);
        if (!send_all(c.fd, m, 64) || !recv_all(c.fd, b, 64))
          r.errors++;
        else if (memcmp(m, b, 64))
          r.corrupt++;
        else
          r.ops++;
      }
    Usage mid = usage();
    r.t_first = now_ns();
    usleep(useconds_t(opt.seconds * 1e6));
    r.t_last = now_ns();
    Usage after = usage();
    std::string per = "[";
    for (size_t i = 0; i < after.rss.size(); ++i)
      per += fmt("%s%.2f", i ? "," : "", double(after.rss[i] - before.rss[i]) / opt.conns);
    print(
        "idle", r, mid, after,
        fmt(",\"ops\":%llu,\"rss_before_kb\":%s,\"rss_kb_per_conn\":%s],\"idle_cpu_percent\":%.3f",
            (unsigned long long)r.ops, rss_json(before).c_str(), per.c_str(),
            100 * (after.cpu - mid.cpu) / opt.seconds));
    return r.errors || r.corrupt;
  }
  if (opt.cmd == "stall") { // server stops reading for opt.seconds; how much is swallowed, how big
                            // do the processes get?
    open_all('Z', uint64_t(opt.seconds * 1000));
    opt.dir = "up";
    std::atomic<bool> stop{false};
    std::vector<long> peak(opt.pids.size());
    std::thread sampler([&] {
      while (!stop) {
        for (size_t i = 0; i < peak.size(); ++i) peak[i] = std::max(peak[i], rss_kb(opt.pids[i]));
        usleep(5000);
      }
    });
    uint64_t d = now_ns() + uint64_t(opt.seconds * 0.9e9);
    Result r = parallel([&](int i) { return bulk_worker(groups[size_t(i)], d); });
    stop = true;
    sampler.join();
    Usage after = usage();
    std::string pk = "[";
    for (size_t i = 0; i < peak.size(); ++i) pk += fmt("%s%ld", i ? "," : "", peak[i]);
    print("stall", r, before, after,
          fmt(",\"rss_before_kb\":%s,\"rss_peak_kb\":%s],\"swallowed_MB\":%.1f",
              rss_json(before).c_str(), pk.c_str(), double(r.bytes) / 1e6));
    return r.errors || r.corrupt;
  }
  if (opt.cmd == "halfclose") {
    Conn c;
    open_conn(c, 'H');
    Result r;
    r.t_first = now_ns();
    timeval tv{5, 0};
    setsockopt(c.fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    send_all(c.fd, pattern_at(c.seed, 0), 300000);
    shutdown(c.fd, SHUT_WR);
    uint64_t v[2] = {0, 0};
    bool got = recv_all(c.fd, v, 16);
    r.t_last = now_ns();
    if (!got)
      r.errors++;
    else if (v[0] != 300000)
      r.corrupt++;
    print("halfclose", r, before, usage(),
          fmt(",\"reply_after_fin\":%s,\"server_got\":%llu", got ? "true" : "false",
              (unsigned long long)v[0]));
    return r.errors || r.corrupt;
  }
  return 2;
}

} // namespace

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  if (argc < 2)
    return fprintf(stderr,
                   "usage: loadgen server|bulk|pingpong|connrate|idle|stall|halfclose ...\n"),
           2;
  opt.cmd = argv[1];
  for (int i = 2; i < argc; ++i) {
    std::string k = argv[i];
    if (k == "--plain") {
      opt.plain = true;
      continue;
    }
    if (i + 1 >= argc) return fprintf(stderr, "%s needs a value\n", k.c_str()), 2;
    std::string v = argv[++i];
    if (k == "--listen" || k == "--connect") {
      size_t c = v.rfind(':');
      opt.port = uint16_t(atoi(v.c_str() + (c == std::string::npos ? 0 : c + 1)));
      if (c != std::string::npos && c > 0) opt.host = v.substr(0, c);
    } else if (k == "--conns")
      opt.conns = atoi(v.c_str());
    else if (k == "--threads")
      opt.threads = atoi(v.c_str());
    else if (k == "--seconds")
      opt.seconds = atof(v.c_str());
    else if (k == "--warmup")
      opt.warmup = atof(v.c_str());
    else if (k == "--size")
      opt.size = size_t(atol(v.c_str()));
    else if (k == "--block")
      opt.block = std::min(kWindow, size_t(atol(v.c_str())));
    else if (k == "--dir")
      opt.dir = v;
    else if (k == "--cc")
      opt.cc = v;
    else if (k == "--label")
      opt.label = v;
    else if (k == "--pids") {
      for (char* p = v.data(); *p;) {
        opt.pids.push_back(pid_t(strtol(p, &p, 10)));
        if (*p) ++p;
      }
    } else
      return fprintf(stderr, "unknown option %s\n", k.c_str()), 2;
  }
  make_pattern();
  return opt.cmd == "server" ? run_server() : run_client();
}
