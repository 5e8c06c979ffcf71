#include "cli/upgrade/predecessor.hpp"

#include "cli/home/control_client.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <unistd.h>

namespace ockam::cli {

namespace {

error cannot_hand_over(const std::string& node) {
  return fail(errc::unavailable,
              "node " + node + " runs a version that hands over in another way, or not at all",
              "ockam node stop " + node + " && ockam node start " + node);
}

/// The socket at which both processes meet; it is removed, whatever happens.
struct meeting_place {
  explicit meeting_place(const config::node_files& files)
      : path(files.directory / ("next-" + std::to_string(::getpid()))) {
    ::unlink(path.c_str()); // a killed process of this number may have left it
  }
  ~meeting_place() { ::unlink(path.c_str()); }
  meeting_place(const meeting_place&) = delete;
  meeting_place& operator=(const meeting_place&) = delete;
  const std::filesystem::path path;
};

} // namespace

result<predecessor> predecessor::meet(const config::node_files& files, const std::string& node) {
  const meeting_place place{files};
  OCKAM_TRY(listening, transports::descriptor_channel::listen(place.path));
  const auto client = make_control_client(node, files.socket);
  const auto asked = client->post(
      "/v1/successor", nlohmann::json::parse(encode_handover_request(place.path.string())));
  if (!asked) return asked.error().code == errc::not_found ? cannot_hand_over(node) : asked.error();
  OCKAM_TRY(came, transports::descriptor_channel::accept(listening, config::handover_answer));
  predecessor out{std::move(came)};
  if (auto heard = out.hear_offer(); !heard) return heard.error();
  return out;
}

status predecessor::hear_offer() {
  const auto broken = [] {
    return fail(errc::protocol, "the running node handed over something else than it said");
  };
  for (;;) {
    OCKAM_TRY(came, to_.receive(config::handover_answer));
    if (came.text.empty())
      return fail(errc::unavailable, "the running node ended before it handed anything over");
    OCKAM_TRY(said, decode_handover(came.text));
    auto& with = came.descriptors;
    if (said.word == handover_word::failed) return fail(errc::unavailable, said.why);
    if (said.word == handover_word::sockets) {
      if (with.size() != said.bound.size()) return broken();
      for (std::size_t i = 0; i < with.size(); ++i)
        sockets_.push_back({std::move(said.bound[i]), std::move(with[i])});
      continue;
    }
    if (said.word != handover_word::offer || with.size() != (said.has_output ? 3u : 1u))
      return broken();
    link_ = std::move(with.front());
    with.erase(with.begin());
    output_ = std::move(with);
    offer_ = std::move(said);
    return done{};
  }
}

void predecessor::take_output() const {
  for (std::size_t i = 0; i < output_.size(); ++i)
    ::dup2(output_[i].get(), i == 0 ? STDOUT_FILENO : STDERR_FILENO);
}

status predecessor::ready() const {
  // An old process that is gone let go of everything by that.
  if (!to_.send(encode({.word = handover_word::ready}))) return done{};
  return hear(handover_word::go);
}

status predecessor::serves() const {
  if (!to_.send(encode({.word = handover_word::serves, .pid = ::getpid()}))) return done{};
  return hear(handover_word::over);
}

status predecessor::hear(handover_word wanted) const {
  OCKAM_TRY(came, to_.receive(config::handover_patience));
  if (came.text.empty()) return done{};
  OCKAM_TRY(said, decode_handover(came.text));
  if (said.word == wanted) return done{};
  return fail(errc::unavailable, said.why.empty() ? "the running node goes on" : said.why);
}

} // namespace ockam::cli
