// Which workers of a return route are stopped when a queue is full, and when they go on.
#include "fixtures/virtual_node.hpp"
#include "transports/bounds/paused_sources.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using transports::paused_sources;
using wire::local;

namespace {

/// Counts how often it is paused.
struct pausable final : probe {
  using probe::probe;
  void pause_reading() override { ++pauses; }
  void resume_reading() override { --pauses; }
  bool stops_others(std::size_t, caf::actor_id) const override { return shared; }
  bool leads_away() const override { return away; }
  int pauses = 0;
  bool shared = false, away = false;
};

//   stream -> link -> (another node)      full: the link whose queue is full
struct pausing : simulation {
  virtual_node node{*this, "a"};
  pausable &stream = node.start<pausable>("stream"), &link = node.start<pausable>("link"),
           &beyond = node.start<pausable>("beyond"), &full = node.start<pausable>("full");
  const wire::route back{local("stream"), local("link"), local("beyond")};
  paused_sources sources;
  pausing() { link.away = true; }
};

} // namespace

TEST_CASE_FIXTURE(pausing, "what a message came through is paused once, as far as it leads away") {
  CHECK(sources.pause(node.workers, back, full));
  CHECK_FALSE(sources.pause(node.workers, back, full));
  CHECK(stream.pauses == 1);
  CHECK(link.pauses == 1);
  CHECK(beyond.pauses == 0);
  sources.release_sources(paused_sources::which::all, full);
  CHECK(sources.empty());
  CHECK(stream.pauses + link.pauses == 0);
}

TEST_CASE_FIXTURE(pausing, "nobody is stopped by its own queue, or where others wait behind it") {
  link.shared = true;
  CHECK_FALSE(sources.pause(node.workers, {local("full"), local("link")}, full));
  CHECK(sources.empty());
  CHECK(full.pauses + link.pauses == 0);
}

TEST_CASE_FIXTURE(pausing, "a source that others wait behind by now goes on, the rest later") {
  sources.pause(node.workers, back, full);
  link.shared = true;
  sources.release_sources(paused_sources::which::shared, full);
  CHECK(link.pauses == 0);
  CHECK(stream.pauses == 1);
  CHECK_FALSE(sources.empty());
}

TEST_CASE_FIXTURE(pausing, "a source that has ended is forgotten") {
  sources.pause(node.workers, back, full);
  node.workers.remove(local("stream"));
  sources.release_sources(paused_sources::which::shared, full);
  CHECK(link.pauses == 1);
  sources.release_sources(paused_sources::which::all, full);
  CHECK(sources.empty());
  CHECK(link.pauses == 0);
}
