#include "transports/http/control_error.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::transports;

TEST_CASE("every error comes back as it went") {
  for (int code = static_cast<int>(errc::invalid); code <= static_cast<int>(errc::internal);
       ++code) {
    auto sent = fail(static_cast<errc>(code), "it failed", "ockam node list");
    auto reply = reply_with(sent);
    CHECK(reply.status >= 400);
    auto received = read_error(reply.status, reply.body);
    CHECK(received.code == sent.code);
    CHECK(received.message == sent.message);
    CHECK(received.hint == sent.hint);
  }
}

TEST_CASE("an error is a status and an object") {
  auto reply = reply_with(fail(errc::not_found, "no such relay", "ockam relay list"));
  CHECK(reply.status == 404);
  CHECK(reply.body
        == R"({"error":{"code":"not_found","hint":"ockam relay list","message":"no such relay"}})");
}

TEST_CASE("a message that is not UTF-8 is still an answer") {
  auto reply = reply_with(fail(errc::invalid, "bad name \xff\xfe"));
  CHECK(read_error(reply.status, reply.body).message.starts_with("bad name "));
}

TEST_CASE("a body that is no error object leaves the meaning of the status") {
  for (auto body : {"", "{", "[]", "{}", R"({"error":1})", R"({"error":null})", "<html>"}) {
    CHECK(read_error(404, body).code == errc::not_found);
    CHECK(read_error(418, body).code == errc::protocol);
    CHECK_FALSE(read_error(404, body).message.empty());
  }
  CHECK(read_error(404, R"({"error":{"code":"new","message":5}})").code == errc::not_found);
}
