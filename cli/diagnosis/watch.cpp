#include "cli/diagnosis/watch.hpp"

#include "cli/shell/host_environment.hpp"
#include "config/defaults.hpp"

#include <csignal>
#include <ctime>
#include <ostream>

namespace ockam::cli {

namespace {

std::string utc_now() {
  const auto now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return text;
}

/// A terminal's other screen, without a cursor; what was there before comes back with its end.
class other_screen {
public:
  explicit other_screen(std::ostream& out) : out_(out) { out_ << "\033[?1049h\033[?25l"; }
  other_screen(const other_screen&) = delete;
  other_screen& operator=(const other_screen&) = delete;
  ~other_screen() { out_ << "\033[?25h\033[?1049l" << std::flush; }
  void draw(const std::string& text) const { out_ << "\033[H\033[2J" << text << std::flush; }

private:
  std::ostream& out_;
};

status draw(invocation& call, const std::function<result<frame>()>& look) {
  std::string last;
  {
    const other_screen screen(call.out.out);
    do {
      OCKAM_TRY(now, look());
      last = call.out.shown(now.text);
      screen.draw(last + "\n\n" + utc_now() + ", Ctrl-C ends\n");
    } while (call.host.pause(config::watch_interval));
  }
  call.out.out << last << '\n';
  return done{};
}

status append(invocation& call, const std::function<result<frame>()>& look) {
  const auto as_json = call.out.as == format::json;
  call.out.compact = true; // a line for each change
  std::string last;
  do {
    OCKAM_TRY(now, look());
    auto text = as_json ? call.out.json_text(now.objects).value_or("") : now.text;
    if (!call.out.written) return call.out.written;
    if (text == last) continue;
    if (!as_json) call.out.out << "-- " << utc_now() << '\n';
    if (!(call.out.out << text << std::endl)) return done{}; // nobody reads any more
    last = std::move(text);
  } while (call.host.pause(config::watch_interval));
  return done{};
}

} // namespace

status watch(invocation& call, const std::function<result<frame>()>& look) {
  call.host.pause({}); // from now on who interrupts it ends a pause
  return call.out.terminal && call.out.as == format::plain ? draw(call, look) : append(call, look);
}

bool wait_for_end(std::chrono::milliseconds time) {
  sigset_t ending;
  ::sigemptyset(&ending);
  for (const auto signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&ending, signal);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  const timespec limit{seconds.count(), std::chrono::nanoseconds(time - seconds).count()};
  return ::sigtimedwait(&ending, nullptr, &limit) < 0;
}

} // namespace ockam::cli
