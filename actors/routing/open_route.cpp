#include "actors/routing/open_route.hpp"

#include "actors/routing/error_text.hpp"
#include "actors/routing/route_plan.hpp"
#include "channels/workers/open_channel.hpp"
#include "channels/workers/project_directory.hpp"
#include "wire/routing/relay_name.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

using answer = std::function<void(result<route_handle>)>;

bool is_link(const leg& l) { return l.what == leg::kind::link; }
/// The last leg into a project is a channel.
bool is_channel(const leg& l) {
  return l.what == leg::kind::channel || l.what == leg::kind::project;
}

/// One opening under way. Whoever asked for it holds it; a dial that can not be taken back holds
/// it, too.
class route_opener : public std::enable_shared_from_this<route_opener> {
public:
  route_opener(channels::context& node, route_request wanted, answer to)
      : node_(node),
        wanted_(std::move(wanted)),
        answer_(std::move(to)),
        deadline_(node.home.now() + wanted_.timeout) {}

  void start();
  void cancel();

private:
  void go_on();
  void enter_project(const leg&);
  void take_project(const leg&, const result<channels::project>&);
  void dial(const leg&);
  void take_link(const leg&, result<std::shared_ptr<transports::held_link>>);
  void open_channel(const leg&);
  void take_channel(const leg&, result<channels::channel_info>);
  error explain(std::size_t link_segment, error) const;
  error explain(const leg& channel, error) const;
  bool is_last_channel() const;
  error unproven() const;
  void arrive();
  void say(result<route_handle>);
  transports::duration time_left() const { return deadline_ - node_.home.now(); }

  channels::context& node_;
  route_request wanted_;
  answer answer_; ///< empty once nobody waits any more
  const transports::time_point deadline_;
  std::vector<leg> legs_;
  std::size_t next_ = 0;
  route_handle way_;
  std::unique_ptr<channels::channel_opening> handshake_;
};

struct opening final : route_opening {
  explicit opening(std::shared_ptr<route_opener> w) : under_way(std::move(w)) {}
  ~opening() override { under_way->cancel(); }
  std::shared_ptr<route_opener> under_way;
};

void route_opener::start() {
  if (!answer_) return;
  auto legs = read_route_plan(wanted_.to);
  if (!legs) return say(legs.error());
  legs_ = std::move(*legs);
  if (!wanted_.self) wanted_.self = node_.self;
  const auto channel = std::find_if(legs_.begin(), legs_.end(), is_channel);
  if (channel != legs_.end() && !wanted_.self)
    return say(fail(errc::config,
                    at_segment(wanted_.to, channel->segment,
                               "a secure channel needs an identity, and this node has none"),
                    "ockam identity create"));
  const auto leaves = std::any_of(legs_.begin(), legs_.end(), is_link);
  if (channel == legs_.end() && leaves && !wanted_.authorized.everybody()) return say(unproven());
  go_on();
}

void route_opener::cancel() {
  answer_ = nullptr;
  handshake_.reset();
  way_ = {};
}

void route_opener::say(result<route_handle> what) {
  const auto kept = shared_from_this(); // the answer may let go of it
  if (!what && what.error().code == errc::timed_out) way_.suspect();
  if (!what) way_ = {};
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(what));
}

void route_opener::go_on() {
  while (next_ < legs_.size()) {
    const auto& next = legs_[next_++];
    switch (next.what) {
    case leg::kind::worker: way_.add_worker(next.address); break;
    case leg::kind::link: return dial(next);
    case leg::kind::channel: return open_channel(next);
    case leg::kind::project: return enter_project(next);
    }
  }
  arrive();
}

void route_opener::enter_project(const leg& project) {
  if (!node_.projects)
    return say(fail(errc::not_found,
                    at_segment(wanted_.to, project.segment, "this node knows no projects")));
  node_.projects->enter(project.address, wanted_.self, time_left(),
                        [self = shared_from_this(), &project](const auto& where) {
                          if (self->answer_) self->take_project(project, where);
                        });
}

/// The legs to its node take the place of its name.
void route_opener::take_project(const leg& project, const result<channels::project>& where) {
  auto legs = where ? read_route_plan(*where, project.segment) : where.error();
  if (!legs) {
    auto why = legs.error();
    why.message = at_segment(wanted_.to, project.segment, why.message);
    return say(std::move(why));
  }
  const auto here = legs_.begin() + static_cast<std::ptrdiff_t>(--next_);
  legs_.insert(legs_.erase(here), legs->begin(), legs->end());
  go_on();
}

void route_opener::dial(const leg& link) {
  const auto timeout = std::min<transports::duration>(time_left(), config::connect_timeout);
  const auto self = shared_from_this();
  if (wanted_.shares)
    return node_.links.shared().open(node_, link.to, timeout, [self, &link](auto made) {
      self->take_link(link, std::move(made));
    });
  node_.links.open(node_, link.to, timeout, [self, &link](result<transports::link_info> made) {
    if (!made) return self->take_link(link, made.error());
    self->take_link(link, std::make_shared<transports::held_link>(std::move(*made)));
  });
}

void route_opener::take_link(const leg& link, result<std::shared_ptr<transports::held_link>> made) {
  if (!made) return say(explain(link.segment, made.error()));
  way_.add_link(std::move(*made));
  if (answer_)
    go_on();
  else
    cancel();
}

void route_opener::open_channel(const leg& channel) {
  channels::channel_request request{way_.onward(), wanted_.self, {}, time_left(), {}};
  if (is_last_channel()) request.encryptor = wanted_.encryptor;
  request.listener.push_back(wire::local(channel.address));
  if (const auto first = request.listener.front(); !node_.workers.find(first).open())
    return say(not_here(first));
  if (channel.peer)
    request.authorized = channels::allow_list{{*channel.peer}};
  else if (is_last_channel())
    request.authorized = wanted_.authorized;
  handshake_ = channels::open_channel(node_, std::move(request),
                                      [this, &channel](result<channels::channel_info> made) {
                                        take_channel(channel, std::move(made));
                                      });
}

void route_opener::take_channel(const leg& channel, result<channels::channel_info> made) {
  const auto kept = shared_from_this(); // the answer may let go of it
  const auto over = std::exchange(handshake_, nullptr);
  if (!made) return say(explain(channel, made.error()));
  way_.add_channel(std::move(*made));
  go_on();
}

/// Where a route says itself which host it needs, the host says enough.
error route_opener::explain(std::size_t link_segment, error why) const {
  if (wanted_.to.parts()[link_segment].proto == wire::protocol::project)
    why.message = at_segment(wanted_.to, link_segment, why.message);
  return why;
}

/// What a handshake that failed means, for those who can do something about it.
error route_opener::explain(const leg& channel, error why) const {
  if (const auto refused = way_.refusal(); !refused.empty()) {
    why.message = refused;
  } else if (const auto own = own_fault(node_); why.code == errc::timed_out && !own.empty()) {
    why.message = "no answer to the handshake within " + to_text(wanted_.timeout) + "; " + own;
    why.hint = "ockam project enroll TICKET";
  } else if (why.code == errc::timed_out) {
    why.message = no_answer("no answer to the handshake", wanted_.timeout, way_, channel.address);
    why.hint = way_.next_hop().starts_with(wire::relay_prefix)
                   ? "at the node that has the relay: ockam relay list"
                   : "ockam secure-channel-listener list";
  } else if (why.code == errc::denied && channel.peer) {
    why.message += "; the project's node is " + to_string(*channel.peer);
  } else if (why.code == errc::denied && is_last_channel() && !wanted_.authorized.everybody()) {
    why.message += "; authorized: " + to_text(wanted_.authorized);
  }
  why.message = at_segment(wanted_.to, channel.segment, why.message);
  return why;
}

/// Whether no channel of the route is left to be opened after the one that was begun last.
bool route_opener::is_last_channel() const {
  return std::none_of(legs_.begin() + static_cast<std::ptrdiff_t>(next_), legs_.end(), is_channel);
}

void route_opener::arrive() {
  if (auto there = way_.arrive(node_.workers); !there) return say(there.error());
  if (wanted_.authorized.admits(way_.peer())) return say(std::move(way_));
  say(unproven());
}

/// The error for a route that only some may be at the end of, where another one is, or where nobody
/// has proven who is there.
error route_opener::unproven() const {
  const auto who = way_.peer() ? "leads to " + to_string(*way_.peer()) + ", which is not authorized"
                               : std::string("has no secure channel that proves who is there");
  return fail(errc::denied,
              wire::to_string(wanted_.to) + ' ' + who
                  + "; authorized: " + to_text(wanted_.authorized),
              "/secure/api in the route opens a channel");
}

} // namespace

std::unique_ptr<route_opening> open_route(channels::context& node, route_request wanted,
                                          answer to) {
  auto begun = std::make_shared<route_opener>(node, std::move(wanted), std::move(to));
  node.home.post([begun] { begun->start(); });
  return std::make_unique<opening>(std::move(begun));
}

} // namespace ockam::actors
