// Real sockets in a temporary directory: a client of the HTTP library for what commands do, bare
// sockets for what they must not.
#include "config/defaults.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/http/control_error.hpp"
#include "transports/http/control_socket.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <fstream>
#include <latch>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace ockam;
using namespace ockam::transports;
using namespace std::chrono_literals;

namespace {

control_reply echo(control_request request) {
  return {200, request.method + " " + request.path + " " + request.body};
}

httplib::Client client_of(const std::filesystem::path& path) {
  httplib::Client client{path.string()};
  client.set_address_family(AF_UNIX);
  return client;
}

/// A client that knows nothing of HTTP.
class bare_client {
public:
  explicit bare_client(const std::filesystem::path& path)
      : fd_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    std::copy(path.native().begin(), path.native().end(), where.sun_path);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
  }
  ~bare_client() { ::close(fd_); }
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return; // refused: what comes back says why
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish() { ::shutdown(fd_, SHUT_WR); }
  std::string receive_all() {
    std::string all;
    char chunk[4096];
    for (ssize_t got; (got = ::recv(fd_, chunk, sizeof chunk, 0)) > 0;)
      all.append(chunk, static_cast<std::size_t>(got));
    return all;
  }

private:
  int fd_;
};

struct open_socket {
  explicit open_socket(control_handler handler = echo, std::chrono::milliseconds timeout = 5s) {
    auto opened = control_socket::open(path, std::move(handler), timeout);
    REQUIRE(opened);
    socket.emplace(std::move(*opened));
  }
  fixtures::temporary_directory home;
  std::filesystem::path path = home.path() / "socket";
  std::optional<control_socket> socket;
};

double seconds_of(const std::function<void()>& f) {
  auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

TEST_CASE("method, path and body reach the handler, its answer comes back") {
  open_socket node;
  auto client = client_of(node.path);
  CHECK(client.Get("/v1/node")->body == "GET /v1/node ");
  CHECK(client.Delete("/v1/relays/n3")->body == "DELETE /v1/relays/n3 ");
  auto posted = client.Post("/v1/relays", R"({"name":"n3"})", "application/json");
  REQUIRE(posted);
  CHECK(posted->status == 200);
  CHECK(posted->body == R"(POST /v1/relays {"name":"n3"})");
  CHECK(posted->get_header_value("Content-Type") == "application/json");
}

TEST_CASE("names in a path are decoded") {
  open_socket node;
  CHECK(client_of(node.path).Get("/v1/tcp-inlets/a%20b%2Fc")->body == "GET /v1/tcp-inlets/a b/c ");
}

TEST_CASE("an error of the handler keeps its status and its words") {
  open_socket node{
      [](auto) { return reply_with(fail(errc::in_use, "port 80 is taken", "use 81")); }};
  auto answer = client_of(node.path).Post("/v1/tcp-listeners", "{}", "application/json");
  REQUIRE(answer);
  CHECK(answer->status == 409);
  auto why = read_error(answer->status, answer->body);
  CHECK(why.code == errc::in_use);
  CHECK(why.hint == "use 81");
}

TEST_CASE("a handler that throws is an error of the node, which serves on") {
  std::atomic<int> calls = 0;
  open_socket node{[&](auto request) -> control_reply {
    if (++calls == 1) throw std::runtime_error{"secret detail"};
    return echo(std::move(request));
  }};
  auto answer = client_of(node.path).Get("/v1/node");
  REQUIRE(answer);
  CHECK(read_error(answer->status, answer->body).code == errc::internal);
  CHECK(answer->body.find("secret") == std::string::npos);
  CHECK(client_of(node.path).Get("/v1/node")->status == 200);
}

TEST_CASE("only the user can connect") {
  auto mask = ::umask(0);
  open_socket node;
  ::umask(mask);
  struct stat found {};
  REQUIRE(::stat(node.path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777u) == 0600);
}

TEST_CASE("a socket file that a killed node left is replaced, and a closed one leaves none") {
  open_socket node;
  auto next = control_socket::open(node.path, [](auto) { return control_reply{200, "next"}; });
  REQUIRE(next);
  CHECK(client_of(node.path).Get("/v1/node")->body == "next");
  { auto gone = std::move(*next); }
  CHECK_FALSE(std::filesystem::exists(node.path));
}

TEST_CASE("a path that is too long for a socket is refused in words") {
  fixtures::temporary_directory home;
  auto opened = control_socket::open(home.path() / std::string(108, 'x') / "socket", echo);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::invalid);
  CHECK(opened.error().hint.find("OCKAM_HOME") != std::string::npos);
}

TEST_CASE("a directory that is not there is named") {
  fixtures::temporary_directory home;
  auto opened = control_socket::open(home.path() / "n1" / "socket", echo);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::io);
  CHECK(opened.error().message.find("n1/socket") != std::string::npos);
}

TEST_CASE("paths outside of /v1/ are not found, without asking the handler") {
  std::atomic<int> calls = 0;
  open_socket node{[&](auto) { return ++calls, control_reply{}; }};
  auto client = client_of(node.path);
  for (auto path : {"/", "/v2/node", "/v1", "/etc/passwd", "/../v1/node"}) {
    auto answer = client.Get(path);
    REQUIRE(answer);
    CHECK(read_error(answer->status, answer->body).code == errc::not_found);
  }
  CHECK(client.Get("/v1/" + std::string(5000, 'a'))->status == 404);
  CHECK(client.Put("/v1/node", "{}", "application/json")->status == 404);
  CHECK(calls == 0);
}

TEST_CASE("a body over the limit is refused, whatever its length says") {
  std::atomic<int> calls = 0;
  open_socket node{[&](auto) { return ++calls, control_reply{}; }};
  auto big = std::string(2 * config::mib, 'x');
  auto answer = client_of(node.path).Post("/v1/messages", big, "application/json");
  REQUIRE(answer);
  CHECK(answer->status == 413);
  CHECK(read_error(answer->status, answer->body).code == errc::limit);

  bare_client chunked{node.path}; // says nothing about its length
  chunked.send("POST /v1/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 32; ++i) chunked.send("10000\r\n" + std::string(0x10000, 'x') + "\r\n");
  chunked.send("0\r\n\r\n");
  CHECK(chunked.receive_all().starts_with("HTTP/1.1 413"));

  bare_client boundless{node.path}; // ends only because the node hangs up
  boundless.send("GET /v1/node HTTP/1.1\r\n");
  for (int i = 0; i < 5000; ++i)
    boundless.send("X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n");
  boundless.receive_all();
  CHECK(calls == 0);
  CHECK(client_of(node.path).Get("/v1/node")->status == 200);
}

TEST_CASE("what is not HTTP is refused, and the node serves on") {
  open_socket node;
  for (auto bytes : {"\r\n\r\n", "GET\r\n\r\n", "GET /v1/node HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02",
                     "POST /v1/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                     "POST /v1/x HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     "POST /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                     "POST /v1/x HTTP/1.1\r\nContent-Type: multipart/form-data\r\nContent-Length: "
                     "2\r\n\r\n{}"}) {
    CAPTURE(bytes);
    bare_client client{node.path};
    client.send(bytes);
    client.finish();
    CHECK_FALSE(client.receive_all().starts_with("HTTP/1.1 200"));
  }
  CHECK(client_of(node.path).Get("/v1/node")->status == 200);
}

TEST_CASE("silent and dripping clients are dropped in time") {
  open_socket node{echo, 300ms};
  bare_client silent{node.path}, dripping{node.path}; // they hold both threads
  std::atomic<bool> dropped = false;
  std::thread drip{[&] {
    while (!dropped) {
      dripping.send("x");
      std::this_thread::sleep_for(20ms);
    }
  }};
  auto waited = seconds_of([&] {
    silent.receive_all();
    dripping.receive_all();
  });
  dropped = true;
  drip.join();
  CHECK(waited < 2.0);
  CHECK(client_of(node.path).Get("/v1/node")->status == 200);
}

TEST_CASE("closing waits for no silent client, and answers what was asked") {
  std::latch asked{1}, closing{1};
  open_socket node{[&](auto request) {
    asked.count_down();
    closing.wait();
    return echo(std::move(request));
  }};
  std::string answer;
  std::thread asking{[&] { answer = client_of(node.path).Get("/v1/node")->body; }};
  asked.wait();
  bare_client silent{node.path};
  auto waited = seconds_of([&] {
    std::thread close{[&] { node.socket.reset(); }};
    silent.receive_all();
    closing.count_down();
    close.join();
  });
  asking.join();
  CHECK(answer == "GET /v1/node ");
  CHECK(waited < 1.0);
}

TEST_CASE("an idle socket uses no processor time") {
  open_socket node;
  CHECK(client_of(node.path).Get("/v1/node")->status == 200);
  auto cpu = [] {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
  };
  auto before = cpu();
  std::this_thread::sleep_for(1s);
  CHECK(cpu() - before < 0.005);
}
