// The services of an authority, as peers reach them: one worker under the name of each. It lets
// through who was proven by a channel, asks the member book, and answers when that does. Who is
// removed here loses its channels with this node at once; and as another process may remove
// somebody from the same store, and a credential outlives this one, it also asks the book about
// those who are connected, when they come and every config::member_check_period. Source: spec wire
// §7.6.
//   caller -> service -> [member book] -> service -> caller
#pragma once
#include "actors/projects/member_book.hpp"
#include "channels/workers/context.hpp"
#include "transports/work/worker.hpp"

#include <map>

namespace ockam::actors {

class authority_worker final : public transports::worker {
public:
  /// `who`: the authority whose book it is.
  authority_worker(caf::actor_config&, channels::context& node, const wire::identifier& who,
                   member_book);

  void deliver(transports::message&&) override;

private:
  struct waiting {
    wire::identifier caller;
    wire::route caller_route;
    std::string service;
    std::uint32_t request;
  };

  void on_start() override;
  void on_exit() override { book_ = {}; }
  caf::message_handler control() override;
  bool admit(const wire::identifier& caller) const;
  void take(authority_answer&&);
  void check_peers();
  void revoke(const std::vector<wire::identifier>& gone, std::string_view why);
  void answer(const wire::route& to, std::string_view service, std::uint32_t request,
              wire::api_status, std::optional<wire::bytes> body);
  void refuse(const transports::message&, const wire::api_request&, wire::api_status,
              std::string why);

  channels::context& node_;
  const wire::identifier who_;
  member_book book_;
  transports::timer next_check_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, waiting> waiting_;
  std::map<wire::identifier, std::size_t> waiting_of_;
};

} // namespace ockam::actors
