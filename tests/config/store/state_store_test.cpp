// The store is shared by processes, so its tests fork: real files, real locks.
#include "config/store/state_store.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ockam;
using config::state_store;
using fixtures::child_process;
using fixtures::mode_of;
using fixtures::temporary_directory;

namespace {

state_store open(const std::filesystem::path& home) {
  auto store = state_store::open(home);
  REQUIRE(store);
  return std::move(*store);
}

} // namespace

TEST_CASE("a node is found under its name in another process's store") {
  temporary_directory home;
  REQUIRE(open(home.path()).put_node("n1", "127.0.0.1:4000"));
  auto found = open(home.path()).node("n1");
  REQUIRE(found);
  CHECK(found->name == "n1");
  CHECK(found->listener_address == "127.0.0.1:4000");
  CHECK(found->created_at.size() == 20);
  CHECK(found->is_default);
}

TEST_CASE("directory and database are private to the user") {
  temporary_directory above;
  auto home = above.path() / "a" / "b";
  auto before = ::umask(0);
  auto store = state_store::open(home);
  ::umask(before);
  REQUIRE(store);
  REQUIRE(store->put_node("n1", "127.0.0.1:4000"));
  CHECK(mode_of(home) == 0700);
  CHECK(mode_of(config::state_file(home)) == 0600);
  CHECK(mode_of(config::state_file(home).string() + "-wal") == 0600);
}

TEST_CASE("putting a node again changes its address only") {
  temporary_directory home;
  auto store = open(home.path());
  REQUIRE(store.put_node("n1", "127.0.0.1:4000"));
  REQUIRE(store.put_node("n2", "127.0.0.1:4001"));
  REQUIRE(store.put_node("n1", "127.0.0.1:4002"));
  auto nodes = store.nodes();
  REQUIRE(nodes);
  REQUIRE(nodes->size() == 2);
  CHECK((*nodes)[0].name == "n1");
  CHECK((*nodes)[0].listener_address == "127.0.0.1:4002");
  CHECK((*nodes)[0].is_default);
  CHECK_FALSE((*nodes)[1].is_default);
}

TEST_CASE("how many threads a node is to have is what was said last") {
  temporary_directory home;
  auto store = open(home.path());
  REQUIRE(store.put_node("n1", "127.0.0.1:4000"));
  CHECK(store.node("n1")->threads == 0);
  REQUIRE(store.put_node("n1", "127.0.0.1:4000", {}, 3));
  CHECK(store.node("n1")->threads == 3);
  REQUIRE(store.put_node("n1", "127.0.0.1:4000"));
  CHECK(store.node("n1")->threads == 0);
}

TEST_CASE("there is one default node while there are nodes") {
  temporary_directory home;
  auto store = open(home.path());
  CHECK(store.default_node().error().code == errc::not_found);
  for (auto name : {"n1", "n2", "n3"}) REQUIRE(store.put_node(name, "127.0.0.1:1"));
  CHECK(store.default_node()->name == "n1");
  REQUIRE(store.set_default("n3"));
  CHECK(store.default_node()->name == "n3");
  REQUIRE(store.remove_node("n1"));
  CHECK(store.default_node()->name == "n3");
  REQUIRE(store.remove_node("n3"));
  CHECK(store.default_node()->name == "n2");
  REQUIRE(store.remove_node("n2"));
  CHECK(store.default_node().error().code == errc::not_found);
}

TEST_CASE("an unknown node is not found, and nothing changes") {
  temporary_directory home;
  auto store = open(home.path());
  REQUIRE(store.put_node("n1", "127.0.0.1:1"));
  CHECK(store.node("n2").error().code == errc::not_found);
  CHECK(store.remove_node("n2").error().code == errc::not_found);
  CHECK(store.set_default("n2").error().code == errc::not_found);
  CHECK(store.default_node()->name == "n1");
}

TEST_CASE("names that look like statements are names") {
  temporary_directory home;
  auto store = open(home.path());
  auto name = "x'); drop table nodes; --";
  REQUIRE(store.put_node(name, "127.0.0.1:1"));
  CHECK(store.node(name)->name == name);
}

TEST_CASE("ten processes that start at once on an empty home all get their node in") {
  temporary_directory home;
  std::vector<child_process> children;
  for (int i = 0; i < 10; ++i)
    children.emplace_back([&, i] {
      auto store = state_store::open(home.path());
      if (!store) return 1;
      for (int round = 0; round < 5; ++round)
        if (!store->put_node("n" + std::to_string(i), "127.0.0.1:" + std::to_string(round)))
          return 2;
      return 0;
    });
  for (auto& child : children) CHECK(child.exit_code() == 0);
  auto nodes = open(home.path()).nodes();
  REQUIRE(nodes);
  CHECK(nodes->size() == 10);
  CHECK(std::count_if(nodes->begin(), nodes->end(), [](auto& n) { return n.is_default; }) == 1);
}

TEST_CASE("a node keeps its identity until it gets another one") {
  temporary_directory home;
  auto store = open(home.path());
  REQUIRE(store.vaults().add("v", "/v"));
  REQUIRE(store.identities().add({"alice", "Ia", "81", "v"}));
  REQUIRE(store.identities().add({"bob", "Ib", "81", "v"}));
  REQUIRE(store.put_node("n1", "127.0.0.1:4000", "alice"));
  REQUIRE(store.put_node("n1", "127.0.0.1:4001"));
  CHECK(store.node("n1")->identity == "alice");
  REQUIRE(store.put_node("n1", "127.0.0.1:4001", "bob"));
  CHECK(store.node("n1")->identity == "bob");
  CHECK(store.put_node("n1", "127.0.0.1:4001", "carol").error().code == errc::not_found);
  CHECK(store.node("n1")->identity == "bob");
}

TEST_CASE("the state of a version without identities is taken over") {
  temporary_directory home;
  auto file = config::state_file(home.path()).string();
  sqlite3* before = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &before) == SQLITE_OK);
  auto made =
      sqlite3_exec(before,
                   "create table nodes (name text primary key, listener_address text not null,"
                   " created_at text not null, is_default integer not null default 0);"
                   "create unique index default_node on nodes (is_default) where is_default = 1;"
                   "insert into nodes values ('n1', '127.0.0.1:4000', '2024-01-31T10:00:00Z', 1);"
                   "pragma user_version = 1",
                   nullptr, nullptr, nullptr);
  REQUIRE(made == SQLITE_OK);
  sqlite3_close(before);
  auto store = open(home.path());
  CHECK(store.default_node()->name == "n1");
  CHECK(store.node("n1")->identity.empty());
  CHECK(store.identities().all()->empty());
}

TEST_CASE("a database of something else is left alone") {
  temporary_directory home;
  auto file = config::state_file(home.path()).string();
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "create table t (x)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  CHECK(state_store::open(home.path()).error().code == errc::config);
}

TEST_CASE("a damaged database is named, with a way out") {
  temporary_directory home;
  std::ofstream{config::state_file(home.path())} << std::string(8192, 'x');
  auto store = state_store::open(home.path());
  REQUIRE_FALSE(store);
  CHECK(store.error().code == errc::io);
  CHECK(store.error().message.find(config::state_file(home.path())) != std::string::npos);
  CHECK(store.error().hint.find("reset") != std::string::npos);
}

TEST_CASE("the state of a newer version is left alone") {
  temporary_directory home;
  {
    REQUIRE(open(home.path()).put_node("n1", "127.0.0.1:1"));
    // user_version is at byte 60 of an SQLite file
    std::fstream file{config::state_file(home.path()), std::ios::in | std::ios::out};
    file.seekp(60);
    file.write("\0\0\0\x63", 4);
  }
  CHECK(state_store::open(home.path()).error().code == errc::config);
}

TEST_CASE("a read-only home can be looked at, and is named when it is to be changed") {
  temporary_directory home;
  REQUIRE(open(home.path()).put_node("n1", "127.0.0.1:1"));
  ::chmod(home.path().c_str(), 0555);
  ::chmod(config::state_file(home.path()).c_str(), 0444);
  child_process reader{[&] { // root may write anywhere: be somebody else
    if (::getuid() == 0 && ::setuid(65534) != 0) return 1;
    auto store = state_store::open(home.path());
    if (!store || !store->node("n1")) return 2;
    const auto names_it = [&](const status& failed) {
      return !failed && failed.error().code == errc::io
             && failed.error().message.find(home.path()) != std::string::npos;
    };
    return names_it(store->writable()) && names_it(store->put_node("n2", "127.0.0.1:1")) ? 0 : 3;
  }};
  CHECK(reader.exit_code() == 0);
  ::chmod(home.path().c_str(), 0755);
}

TEST_CASE("a full disk is an error, and what was there stays") {
  temporary_directory home;
  REQUIRE(open(home.path()).put_node("n1", "127.0.0.1:1"));
  child_process writer{[&] { // files that may not grow are as good as a full disk
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit none{4096, 4096};
    if (::setrlimit(RLIMIT_FSIZE, &none) != 0) return 1;
    auto store = state_store::open(home.path());
    if (!store) return store.error().code == errc::io ? 0 : 2;
    auto put = store->put_node("n2", std::string(100'000, 'a'));
    return !put && put.error().code == errc::io ? 0 : 3;
  }};
  CHECK(writer.exit_code() == 0);
  auto nodes = open(home.path()).nodes();
  REQUIRE(nodes);
  CHECK(nodes->size() == 1);
}

TEST_CASE("a setting is what was said last, until it is taken back") {
  temporary_directory home;
  auto store = open(home.path());
  REQUIRE(store.setting("hub"));
  CHECK_FALSE(*store.setting("hub"));
  REQUIRE(store.set_setting("hub", "/ip4/127.0.0.1/tcp/1"));
  REQUIRE(store.set_setting("hub", ""));
  CHECK(*open(home.path()).setting("hub") == "");
  REQUIRE(store.unset_setting("hub"));
  REQUIRE(store.unset_setting("hub"));
  CHECK_FALSE(*store.setting("hub"));
}
