#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

struct message_line : test::fake_world {
  std::vector<noun> nouns{message()};
  test::fake_node& n1 = nodes.nodes["n1"];
  message_line() {
    n1.port = 4001;
    reply = wire::encode_text("HELLO");
    n1.replies.emplace("POST /v1/messages", json{{"payload_hex", "0548454c4c4f"}});
  }
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a message without a node is sent by the command itself") {
  message_line type;
  CHECK(type("message send hello --to /node/n1/service/uppercase") == 0);
  CHECK(type.out.str() == "HELLO\n");
  CHECK(type.sent.back() == "/ip4/127.0.0.1/tcp/4001/service/uppercase 0568656c6c6f 10000");
  CHECK(type.nodes.log.empty());
  CHECK(type("message send hello -t /node/n1/service/uppercase --output json") == 0);
  CHECK(json::parse(type.out.str()) == json{{"reply", "HELLO"}});
}

TEST_CASE("a message from a node is sent by that node") {
  message_line type;
  for (auto from : {"--from n1", "--from /node/n1", "-f n1", "--node n1"}) {
    CHECK(type(std::string("message send hello --to /service/uppercase ") + from) == 0);
    CHECK(type.out.str() == "HELLO\n");
    CHECK(type.nodes.log.back()
          == R"(n1 POST /v1/messages {"payload_hex":"0568656c6c6f","timeout_ms":10000,)"
             R"("to":"/service/uppercase"})");
  }
  CHECK(type.sent.empty());
}

TEST_CASE("a message is sent as the identity that was chosen") {
  message_line type;
  CHECK(type("message send hello --to /node/n1/secure/api/service/echo --identity alice") == 0);
  CHECK(type.sent.back()
        == "/ip4/127.0.0.1/tcp/4001/secure/api/service/echo 0568656c6c6f 10000 alice");
  CHECK(type("message send hello --to /secure/api/service/echo --identity alice --from n1") == 0);
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/messages {"identity":"alice","payload_hex":"0568656c6c6f",)"
           R"("timeout_ms":10000,"to":"/secure/api/service/echo"})");
}

TEST_CASE("a message may be bytes") {
  message_line type;
  type.reply = wire::bytes{0x00, 0xff, 0x10};
  CHECK(type("message send 00ff10 --hex --to /node/n1/service/echo") == 0);
  CHECK(type.out.str() == "00ff10\n");
  CHECK(type.sent.back() == "/ip4/127.0.0.1/tcp/4001/service/echo 00ff10 10000");
  CHECK(type("message send 0ff --hex --to /node/n1/service/echo") == 65);
  CHECK(type("message send zz --hex --to /node/n1/service/echo") == 65);
}

TEST_CASE("bytes behind the reply's text are ignored, what is no text is an error") {
  message_line type;
  type.reply = wire::bytes{0x02, 'o', 'k', 0xff};
  CHECK(type("message send x --to /node/n1/service/echo") == 0);
  CHECK(type.out.str() == "ok\n");
  for (const auto& bad : {wire::bytes{0x02, 0xff, 0xfe}, wire::bytes{0x05, 'o'}, wire::bytes{}}) {
    type.reply = bad;
    CHECK(type("message send x --to /node/n1/service/echo") == 70);
    CHECK(type.out.str() == "");
    CHECK(type.err.str().find("the reply is not text") != std::string::npos);
  }
}

TEST_CASE("a message may be empty") {
  message_line type;
  type.reply = wire::encode_text("");
  const std::vector<std::string> words{"message", "send", "", "--to", "/node/n1/service/echo"};
  auto world = type.world();
  CHECK(cli::run(type.nouns, words, world) == 0);
  CHECK(type.out.str() == "\n");
  CHECK(type.sent.back() == "/ip4/127.0.0.1/tcp/4001/service/echo 00 10000");
}

TEST_CASE("how long to wait is a number with or without a unit") {
  message_line type;
  for (const auto& [given, ms] : {std::pair{"5", "5000"}, {"5s", "5000"}, {"500ms", "500"}}) {
    CHECK(type(std::string("message send x --to /node/n1/service/echo --timeout ") + given) == 0);
    CHECK(type.sent.back() == "/ip4/127.0.0.1/tcp/4001/service/echo 0178 " + std::string(ms));
  }
  CHECK(type("message send x --to /node/n1/service/echo --timeout soon") == 65);
}

TEST_CASE("a failed left side of a pipe sends nothing") {
  message_line type;
  CHECK(type("message send hello --to -/service/uppercase") == 66);
  CHECK(type.out.str() == "");
  CHECK(type.sent.empty());
  type.in.clear();
  type.in.str("/service/forward_to_x\n");
  CHECK(type("message send - --to /node/n1/-/service/uppercase") == 0);
  CHECK(type.sent.back()
        == "/ip4/127.0.0.1/tcp/4001/service/forward_to_x/service/uppercase 012d 10000");
}

TEST_CASE("a route that starts at a worker needs a node to start from") {
  message_line type;
  for (auto route : {"/service/echo", "/worker/echo", "/secure/api/service/echo"}) {
    CHECK(type(std::string("message send x --to ") + route) == 65);
    CHECK(type.err.str().find("--from NODE") != std::string::npos);
  }
  CHECK(type.sent.empty());
}

TEST_CASE("no reply and no node are errors with their own codes") {
  message_line type;
  type.reply = fail(errc::timed_out, "no reply within 10 s");
  CHECK(type("message send x --to /node/n1/service/echo") == 70);
  CHECK(type.err.str() == "ockam message send: no reply within 10 s\n");
  CHECK(type("message send x --to /service/echo --from n2") == 70);
  CHECK(type("message send x --to /node/n2/service/echo") == 70);
  type.n1.replies.at("POST /v1/messages") = json{{"payload_hex", "0"}};
  CHECK(type("message send x --to /service/echo --from n1") == 76);
  type.n1.replies.at("POST /v1/messages") = json("HELLO");
  CHECK(type("message send x --to /service/echo --from n1") == 76);
  type.n1.running = false;
  CHECK(type("message send x --to /service/echo --from n1") == 69);
  CHECK(type("message send --to /service/echo") == 2);
  CHECK(type("message send x") == 2);
}
