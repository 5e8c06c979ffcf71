#include "transports/links/remote_loop_socket.hpp"

#include "transports/links/local_socket.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace ockam::transports {

namespace {

// Room that an empty batch keeps; a larger one gives its memory back.
constexpr std::size_t slices_kept = 64;

void empty(std::vector<slice>& batch) {
  batch.clear();
  if (batch.capacity() > slices_kept) batch = {};
}

/// Adds a batch to what waits already. Nobody allocates while the other side keeps up, because the
/// two exchange their empty batches.
void append(std::vector<slice>& waiting, std::vector<slice>& batch) {
  if (waiting.empty())
    waiting.swap(batch);
  else
    waiting.insert(waiting.end(), std::make_move_iterator(batch.begin()),
                   std::make_move_iterator(batch.end()));
  empty(batch);
}

} // namespace

/// What the two sides share. Lives as long as one of them, or a post between them.
class remote_loop_socket::line final : link_socket::owner,
                                       public std::enable_shared_from_this<line> {
public:
  line(event_loop& home, event_loop& away, descriptor socket, remote_loop_socket& end)
      : home_(home), away_(away), end_(&end), socket_(away, std::move(socket), *this) {}

  /// What the owner wants, until the socket's loop carries it out.
  struct orders {
    std::vector<slice> slices;
    bool open = false, close = false, last_words = false;
    bool reading = true;
    bool taken = false; ///< whether the owner took the news because of which the socket stopped
    bool posted = false;
  };
  struct news {
    std::vector<slice> frames;
    std::size_t bytes = 0; ///< bytes of memory that the frames use
    std::optional<std::uint8_t> version;
    std::optional<ockam::error> end;
    condition now;
    bool input = false, output = false; ///< on_input(), on_output() are due
    bool output_wanted = false;
    bool posted = false;
  };

  // -- on the owner's loop ---------------------------------------------------------

  /// Changes the orders, and has them carried out; returns how the socket was last.
  template <class F>
  condition order(F&& change) {
    std::unique_lock guard{mutex_};
    change(orders_);
    auto post = !std::exchange(orders_.posted, true);
    auto now = news_.now;
    guard.unlock();
    if (post) away_.post({shared_from_this(), &carrying_out_});
    return now;
  }
  condition look() {
    std::lock_guard guard{mutex_};
    return news_.now;
  }
  /// A report follows when the connection takes more than `known`, or has already.
  void want_output(const condition& known) {
    std::unique_lock guard{mutex_};
    if (news_.now.bytes_out == known.bytes_out && news_.now.blocked == known.blocked)
      news_.output_wanted = true;
    else
      tell(guard, [](news& n) { n.output = true; });
  }
  void let_go() {
    end_ = nullptr;
    if (std::exchange(telling_.in_line, false)) forget_told();
  }
  void go_on(std::size_t frames) {
    telling_.in_line = false;
    tell_some(false, frames);
  }

private:
  struct taking_news final : event_loop::task {
    explicit taking_news(line& l) : at(l) {}
    void run() override { at.take_news(); }
    line& at;
  };
  struct carrying_out final : event_loop::task {
    explicit carrying_out(line& l) : at(l) {}
    void run() override { at.carry_out(); }
    line& at;
  };

  void take_news();
  void tell_some(bool fresh, std::size_t frames);
  void forget_told();
  void hear(bool fresh, std::size_t frames);

  // -- on the socket's loop --------------------------------------------------------

  void carry_out();
  void on_version(std::uint8_t) override;
  void on_frame(slice&& body) override;
  void on_input() override;
  void on_output() override;
  void on_end(errc, std::string_view why) override;
  void on_leaving() override { leaving_.store(true, std::memory_order_relaxed); }
  void watch() { socket_.read_on(brought_.wanted && !brought_.full); }

  /// Changes the news and tells the owner. REQUIRES: the lock; it is released.
  template <class F>
  void tell(std::unique_lock<std::mutex>& guard, F&& change) {
    change(news_);
    auto post = !std::exchange(news_.posted, true);
    guard.unlock();
    if (post) home_.post({shared_from_this(), &taking_news_});
  }

  event_loop &home_, &away_;
  taking_news taking_news_{*this};
  carrying_out carrying_out_{*this};
  std::mutex mutex_; // guards the next two
  orders orders_;
  news news_;
  /// What the owner is told, on its loop.
  struct telling {
    news what;
    std::size_t next = 0;     ///< frame of these
    bool begun = false;       ///< while more of them is to come
    bool in_line = false;     ///< while the owner calls go_on() for them
    std::vector<slice> spare; ///< an empty batch
  };
  remote_loop_socket* end_; ///< on the owner's loop; null once it is closed
  telling telling_;
  std::atomic<bool> leaving_{false}; ///< whether the peer has finished the connection
  /// What the socket brought that was not told yet, on its loop.
  struct bringing {
    std::vector<slice> frames; ///< what one read brought
    std::size_t bytes = 0;     ///< bytes of memory that these use
    bool wanted = true;        ///< what the owner said last by read_on()
    bool full = false;         ///< while too much waits for the owner
    std::vector<slice> spare;  ///< an empty batch of orders
  };
  local_socket socket_;
  bringing brought_;
};

// -- on the owner's loop --------------------------------------------------------------------------

void remote_loop_socket::line::take_news() {
  if (telling_.in_line) return; // what came since then follows
  const auto fresh = !std::exchange(telling_.begun, true);
  if (fresh) {
    telling_.what.frames.swap(telling_.spare);
    std::lock_guard guard{mutex_};
    std::swap(telling_.what, news_);
    news_.now = telling_.what.now;
    news_.output_wanted = telling_.what.output_wanted && !telling_.what.output;
  }
  tell_some(fresh,
            end_ && telling_.next < telling_.what.frames.size() ? end_->owner_.may_take() : 0);
}

void remote_loop_socket::line::tell_some(bool fresh, std::size_t frames) {
  try {
    if (end_) hear(fresh, frames);
  } catch (const std::exception& e) {
    if (end_) end_->owner_.on_end(errc::internal, e.what());
  }
  const auto more = end_ && telling_.next < telling_.what.frames.size();
  if (more && end_->owner_.takes_later()) return static_cast<void>(telling_.in_line = true);
  if (!more) forget_told();
  std::unique_lock guard{mutex_};
  const auto newer = !fresh && news_.posted; // that post may have been this call
  guard.unlock();
  if (more || newer) home_.post({shared_from_this(), &taking_news_});
}

void remote_loop_socket::line::forget_told() {
  if (telling_.what.bytes > config::link_handover_max) order([](orders& o) { o.taken = true; });
  empty(telling_.what.frames);
  telling_.what.frames.swap(telling_.spare);
  telling_.what = {};
  telling_.next = 0;
  telling_.begun = false;
}

/// Tells some of the frames; what follows them comes with the last.
void remote_loop_socket::line::hear(bool fresh, std::size_t frames) {
  auto& to = end_->owner_;
  if (leaving_.load(std::memory_order_relaxed)) to.on_leaving();
  if (fresh) end_->learn(telling_.what.now);
  if (fresh && telling_.what.version) to.on_version(*telling_.what.version);
  const auto until = std::min(telling_.what.frames.size(), telling_.next + frames);
  while (end_ && telling_.next < until)
    to.on_frame(std::move(telling_.what.frames[telling_.next++]));
  if (telling_.next < telling_.what.frames.size()) return;
  if (end_ && telling_.what.input) to.on_input();
  if (end_ && telling_.what.output) to.on_output();
  if (end_ && telling_.what.end) to.on_end(telling_.what.end->code, telling_.what.end->message);
}

remote_loop_socket::remote_loop_socket(event_loop& home, event_loop& away, descriptor socket,
                                       owner& whose)
    : owner_(whose), line_(std::make_shared<line>(home, away, std::move(socket), *this)) {}

remote_loop_socket::~remote_loop_socket() = default;

void remote_loop_socket::open() {
  line_->order([](line::orders& o) { o.open = true; });
}

void remote_loop_socket::push(slice&& s) {
  if (s.empty()) return;
  pushed_bytes_ += s.size();
  now_.unsent += s.size();
  pushed_.push_back(std::move(s));
}

void remote_loop_socket::flush() {
  if (!open_) return;
  try {
    learn(pushed_.empty() ? line_->look()
                          : line_->order([this](line::orders& o) { append(o.slices, pushed_); }));
    owner_.on_output();
  } catch (const std::exception& e) {
    owner_.on_end(errc::internal, e.what());
  }
}

void remote_loop_socket::learn(const condition& now) {
  now_ = now;
  now_.unsent = pushed_bytes_ - now.bytes_out;
}

void remote_loop_socket::report_output() {
  if (open_) line_->want_output(now_);
}

void remote_loop_socket::go_on(std::size_t frames) {
  const auto kept = line_; // a frame may end the link
  kept->go_on(frames);
}

void remote_loop_socket::read_on(bool on) {
  if (open_) line_->order([on](line::orders& o) { o.reading = on; });
}

void remote_loop_socket::close(bool last_words) {
  if (!std::exchange(open_, false)) return;
  line_->let_go();
  line_->order([&](line::orders& o) {
    if (last_words) append(o.slices, pushed_);
    o.close = true;
    o.last_words = last_words;
  });
  pushed_ = {};
}

// -- on the socket's loop -------------------------------------------------------------------------

void remote_loop_socket::line::carry_out() {
  orders taken;
  taken.slices.swap(brought_.spare);
  std::unique_lock guard{mutex_};
  std::swap(taken, orders_);
  orders_.reading = taken.reading;
  guard.unlock();
  try {
    if (taken.open) socket_.open();
    brought_.wanted = taken.reading;
    brought_.full = brought_.full && !taken.taken;
    watch();
    auto any = !taken.slices.empty() && socket_.is_open(); // it may have ended by itself
    for (auto i = taken.slices.begin(); any && i != taken.slices.end(); ++i)
      socket_.push(std::move(*i));
    if (taken.close)
      socket_.close(taken.last_words);
    else if (any)
      socket_.flush();
  } catch (const std::exception& e) {
    on_end(errc::internal, e.what());
  }
  empty(taken.slices);
  taken.slices.swap(brought_.spare);
}

void remote_loop_socket::line::on_version(std::uint8_t version) {
  std::lock_guard guard{mutex_};
  news_.version = version;
}

void remote_loop_socket::line::on_frame(slice&& body) {
  brought_.bytes += body.size() + sizeof(slice);
  brought_.frames.push_back(std::move(body));
}

void remote_loop_socket::line::on_input() {
  std::unique_lock guard{mutex_};
  tell(guard, [this](news& n) {
    append(n.frames, brought_.frames);
    n.bytes += std::exchange(brought_.bytes, 0);
    brought_.full = n.bytes > config::link_handover_max;
    n.input = true;
    n.now = socket_.now();
  });
  watch();
}

void remote_loop_socket::line::on_output() {
  std::unique_lock guard{mutex_};
  auto turned = news_.now.blocked != socket_.now().blocked;
  news_.now = socket_.now();
  if (turned || news_.output_wanted) tell(guard, [](news& n) { n.output = true; });
}

void remote_loop_socket::line::on_end(errc kind, std::string_view why) {
  ockam::error end{kind, std::string{why}, {}};
  socket_.close(false);
  std::unique_lock guard{mutex_};
  tell(guard, [&](news& n) {
    append(n.frames, brought_.frames); // those before the end
    n.end = std::move(end);
    n.now = socket_.now();
  });
}

} // namespace ockam::transports
