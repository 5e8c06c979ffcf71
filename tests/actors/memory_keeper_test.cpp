#include "actors/memory_keeper.hpp"
#include "config/defaults.hpp"
#include "fixtures/virtual_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using actors::memory_keeper;

namespace {

struct kept_memory : simulation {
  virtual_node node{*this, "a"};
  std::size_t free_bytes = 0;
  int given_back = 0;
  memory_keeper& keeper = node.start<memory_keeper>(
      "keeper", memory_keeper::memory{[this] { return free_bytes; }, [this] { ++given_back; }});

  void end_many(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n)
      caf::anon_send_exit(node.home->spawn<probe>(), caf::exit_reason::user_shutdown);
    settle();
  }
};

} // namespace

TEST_CASE_FIXTURE(kept_memory, "when many have ended, free memory is given back once it is quiet") {
  keeper.watch();
  free_bytes = config::memory_fall_min;
  end_many(config::actors_ended_noted);
  CHECK(given_back == 0);
  advance(config::memory_look_period - 500ms);
  end_many(config::actors_ended_noted);
  advance(500ms);
  CHECK(given_back == 0); // they go on
  advance(config::memory_look_period);
  CHECK(given_back == 1);
  advance(1min);
  CHECK(given_back == 1);
}

TEST_CASE_FIXTURE(kept_memory, "who goes on for long does not keep it") {
  keeper.watch();
  free_bytes = config::memory_fall_min;
  for (auto passed = 0ms; passed < config::memory_look_max + 2s; passed += 500ms) {
    end_many(config::actors_ended_noted);
    advance(500ms);
  }
  CHECK(given_back == 1);
}

TEST_CASE_FIXTURE(kept_memory, "a few that end, or little that is free, are no reason") {
  keeper.watch();
  free_bytes = config::memory_fall_min;
  end_many(config::actors_ended_noted / 2);
  advance(1min);
  CHECK(given_back == 0);
  free_bytes = config::memory_fall_min - 1;
  end_many(config::actors_ended_noted);
  advance(1min);
  CHECK(given_back == 0);
}
