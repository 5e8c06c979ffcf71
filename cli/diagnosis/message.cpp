#include "cli/projects/embedded_project.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/waiting.hpp"
#include "config/defaults.hpp"
#include "config/spec/questions.hpp"
#include "wire/encoding/bare.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

struct outgoing {
  wire::multiaddr to;
  wire::bytes payload;
  std::chrono::milliseconds timeout;
  std::optional<std::string> identity;
};

/// Framed as text, or with `--hex` the bytes themselves. Source: spec wire §3.
result<wire::bytes> payload_of(const std::string& message, bool hex) {
  if (!hex) return wire::encode_text(message);
  wire::bytes payload;
  if (!wire::from_hex(message, payload))
    return fail(errc::invalid, "MESSAGE is not hex: " + message);
  return payload;
}

result<std::string> text_of_reply(const wire::bytes& payload, bool hex) {
  if (hex) return wire::to_hex(payload);
  const auto text = wire::decode_text(payload);
  if (!text)
    return fail(errc::internal, "the reply is not text: " + text.error().message,
                "--hex takes and shows any bytes");
  return std::string(*text);
}

/// Lets a running node send, so that its own workers are part of the route.
result<wire::bytes> send_from_node(const invocation& call, const outgoing& message) {
  OCKAM_TRY(node, select_node(call, "from"));
  config::message asked;
  asked.to = to_string(message.to), asked.payload = message.payload;
  asked.timeout = message.timeout, asked.identity = message.identity.value_or("");
  OCKAM_TRY(reply, object_from(node, node.client->post("/v1/messages", config::write_body(asked))));
  wire::bytes payload;
  if (!wire::from_hex(member("payload_hex")(reply), payload))
    return fail(errc::protocol, "node " + node.name + " answered something else than a reply");
  return payload;
}

/// Sends from this process, which is no node: the route must lead to one first.
result<wire::bytes> send_alone(const invocation& call, outgoing message) {
  if (auto leaves = check_start(message.to); !leaves) return leaves.error();
  return call.host.send_once(message.to, std::move(message.payload), message.timeout,
                             message.identity);
}

/// The spec has 70 for a message without a reply. A way that did not open in time is something else.
error without_reply(error why) {
  if (why.code == errc::timed_out && why.message.starts_with("no reply")) why.code = errc::internal;
  return why;
}

status send(invocation& call) {
  const bool hex = call.args.flag("hex");
  OCKAM_TRY(payload, payload_of(*call.args.positional_at(0), hex));
  OCKAM_TRY(to, route_of(call, "to"));
  if (auto run = check_nodes_run(call, *call.args.text("to")); !run) return run;
  if (auto ready = ready_projects(call, {to_string(to)}, bringing::project); !ready) return ready;
  OCKAM_TRY(timeout, timeout_of(call, config::message_reply_timeout));

  outgoing message{std::move(to), std::move(payload), timeout, call.args.text("identity")};
  const waiting note{call.out, "a reply from " + *call.args.text("to"), timeout};
  const auto reply =
      call.args.text("from") ? send_from_node(call, message) : send_alone(call, std::move(message));
  if (!reply) return without_reply(reply.error());
  OCKAM_TRY(text, text_of_reply(*reply, hex));
  call.out.answer({{hex ? "reply_hex" : "reply", text}}, text);
  return done{};
}

} // namespace

noun message() {
  return {"message",
          "Send messages along a route",
          {{"send",
            "Send a message and print the reply",
            {{"MESSAGE", "Text, or with --hex bytes", true, false, true}},
            {{"to,t", "ROUTE", "Route to a worker, such as /node/n1/service/echo",
              option::required | option::route},
             {"from,f,at,node,n", "NODE", "Node to send from; without it none that runs"},
             timeout_option("10s"),
             {"identity", "NAME", "Who to be in secure channels; without it the default identity"},
             {"hex", "", "MESSAGE and reply are hex, without the framing of texts"}},
            {"ockam message send hello --to /node/n1/service/uppercase",
             "ockam relay create --at /node/n1 --to n2 | "
             "ockam message send hello --to /node/n1/-/service/uppercase",
             "ockam message send hello --to /node/n1/secure/api/service/echo --identity alice",
             "ockam message send 0568656c6c6f --hex --to /node/n1/service/echo"},
            send}}};
}

} // namespace ockam::cli
