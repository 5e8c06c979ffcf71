#include "config/store/vault_keys.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace ockam;
using config::secret_key;
using config::vault_keys;

namespace {

/// Bytes that are nowhere in memory as long as nobody asks for them.
std::uint8_t key_byte(std::size_t i, std::size_t which) {
  return static_cast<std::uint8_t>(i * 37 + which);
}

secret_key some_key(std::size_t which = 101) {
  secret_key key;
  for (std::size_t i = 0; i < 32; ++i) key.fill()[i] = key_byte(i, which);
  return key;
}

bool has_key(const std::string& data, std::size_t which = 101) {
  for (std::size_t at = 0; at + 32 <= data.size(); ++at) {
    std::size_t same = 0;
    while (same < 32 && static_cast<std::uint8_t>(data[at + same]) == key_byte(same, which)) ++same;
    if (same == 32) return true;
  }
  return false;
}

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream all;
  all << std::ifstream{file, std::ios::binary}.rdbuf();
  return all.str();
}

struct empty_vault {
  fixtures::temporary_directory home;
  std::filesystem::path file = home.path() / "v.sqlite3";
  vault_keys keys = std::move(*vault_keys::open_or_make(file));
};

void run_sql(const std::filesystem::path& file, const char* statement) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, statement, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
}

} // namespace

TEST_CASE_FIXTURE(empty_vault, "a key comes back as it went in, also in another process") {
  REQUIRE(keys.put("id1", 1, some_key()));
  auto again = vault_keys::open(file);
  REQUIRE(again);
  auto key = again->key("id1");
  REQUIRE(key);
  CHECK(key->scheme == 1);
  CHECK(key->value == some_key());
  CHECK(again->key("id2").error().code == errc::not_found);
  CHECK(*again->key_ids() == std::vector<std::string>{"id1"});
}

TEST_CASE_FIXTURE(empty_vault, "a vault is private, whatever the umask") {
  auto before = ::umask(0);
  auto other = vault_keys::open_or_make(home.path() / "other");
  ::umask(before);
  REQUIRE(other);
  CHECK(fixtures::mode_of(home.path() / "other") == 0600);
  REQUIRE(other->copy_to(home.path() / "copy"));
  CHECK(fixtures::mode_of(home.path() / "copy") == 0600);
}

TEST_CASE_FIXTURE(empty_vault, "a vault that others can read is refused") {
  for (auto mode : {0640u, 0604u, 0620u, 0601u}) {
    ::chmod(file.c_str(), mode);
    auto opened = vault_keys::open(file);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == errc::denied);
    CHECK(opened.error().hint == "chmod 600 " + file.string());
    CHECK(vault_keys::open_or_make(file).error().code == errc::denied);
  }
}

TEST_CASE_FIXTURE(empty_vault, "a missing vault is not made by looking") {
  auto gone = home.path() / "gone";
  CHECK(vault_keys::open(gone).error().code == errc::not_found);
  CHECK_FALSE(std::filesystem::exists(gone));
  CHECK(vault_keys::open_or_make(home.path() / "no" / "such").error().code == errc::io);
  CHECK(vault_keys::open(home.path()).error().code == errc::io);
}

TEST_CASE_FIXTURE(empty_vault, "a damaged vault is named") {
  const auto damaged = home.path() / "damaged";
  std::ofstream{damaged} << std::string(8192, 'x');
  ::chmod(damaged.c_str(), 0600);
  auto opened = vault_keys::open(damaged);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::io);
  CHECK(opened.error().message.find(damaged) != std::string::npos);
  CHECK_FALSE(opened.error().hint.empty());
}

TEST_CASE_FIXTURE(empty_vault, "what is no vault, or a newer one, is left alone") {
  const auto other = home.path() / "other";
  run_sql(other, "create table t (x); pragma user_version = 1");
  ::chmod(other.c_str(), 0600);
  CHECK(vault_keys::open(other).error().code == errc::config);
  run_sql(file, "pragma user_version = 99");
  CHECK(vault_keys::open(file).error().code == errc::config);
}

TEST_CASE_FIXTURE(empty_vault, "a key of the wrong size does not get into a vault, nor out of it") {
  run_sql(file,
          "pragma ignore_check_constraints = on; insert into keys values ('id1', 0, x'0102')");
  auto key = keys.key("id1");
  REQUIRE_FALSE(key);
  CHECK(key.error().code == errc::io);
}

TEST_CASE_FIXTURE(empty_vault, "a removed key is not in the file any more") {
  REQUIRE(keys.put("id1", 0, some_key()));
  CHECK(has_key(content_of(file)));
  REQUIRE(keys.remove("id1"));
  CHECK_FALSE(has_key(content_of(file)));
  CHECK(keys.remove("id1"));
}

TEST_CASE_FIXTURE(empty_vault, "a copy has all keys, and overwrites nothing") {
  REQUIRE(keys.put("id1", 0, some_key()));
  const auto copy = home.path() / "copy";
  REQUIRE(keys.copy_to(copy));
  CHECK(vault_keys::open(copy)->key("id1")->value == some_key());
  CHECK(keys.copy_to(copy).error().code == errc::already_exists);
  CHECK(keys.copy_to(home.path() / "no" / "such").error().code == errc::io);
}

TEST_CASE_FIXTURE(empty_vault, "the file of a vault goes with its keys") {
  REQUIRE(keys.put("id1", 0, some_key()));
  std::filesystem::create_hard_link(file, home.path() / "link");
  REQUIRE(config::remove_vault_file(file));
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK_FALSE(has_key(content_of(home.path() / "link")));
  CHECK(config::remove_vault_file(file));
}

TEST_CASE_FIXTURE(empty_vault, "a full disk is an error, and what was there stays") {
  REQUIRE(keys.put("id1", 0, some_key()));
  fixtures::child_process writer{[&] { // files that may not grow are as good as a full disk
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit none{0, 0};
    if (::setrlimit(RLIMIT_FSIZE, &none) != 0) return 1;
    auto opened = vault_keys::open(file);
    if (!opened) return 2;
    auto put = opened->put("id2", 0, some_key());
    return !put && put.error().code == errc::io ? 0 : 3;
  }};
  CHECK(writer.exit_code() == 0);
  CHECK(vault_keys::open(file)->key_ids()->size() == 1);
}

TEST_CASE("a vault that was read and closed leaves nothing of its keys in memory") {
  fixtures::temporary_directory home;
  const auto file = home.path() / "v.sqlite3";
  constexpr std::size_t own = 55; // other tests may have left theirs
  fixtures::child_process reader{[&] {
    {
      auto keys = vault_keys::open_or_make(file);
      if (!keys || !keys->put("id1", 0, some_key(own))) return 1;
      if (!keys->copy_to(home.path() / "copy") || !keys->key("id1")) return 2;
    }
    if (::prctl(PR_GET_DUMPABLE) != 0) return 3;
    ::prctl(PR_SET_DUMPABLE, 1); // or /proc/self/mem is root's
    std::ifstream maps{"/proc/self/maps"}, memory{"/proc/self/mem", std::ios::binary};
    for (std::string line; std::getline(maps, line);) {
      std::size_t begin = 0, end = 0;
      char rights[5] = {};
      if (std::sscanf(line.c_str(), "%zx-%zx %4s", &begin, &end, rights) != 3) return 4;
      if (rights[1] != 'w' || end - begin > (std::size_t{64} << 20)) continue; // shadow of asan
      std::string part(end - begin, '\0');
      memory.clear();
      if (!memory.seekg(static_cast<std::streamoff>(begin))
          || !memory.read(part.data(), static_cast<std::streamsize>(part.size())))
        continue;
      if (has_key(part, own)) return 5;
    }
    return 0;
  }};
  CHECK(reader.exit_code() == 0);
}
