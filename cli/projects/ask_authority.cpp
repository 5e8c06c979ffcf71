#include "cli/projects/ask_authority.hpp"

#include "actors/node_in_memory.hpp"
#include "actors/projects/authority_client.hpp"
#include "channels/crypto/aead.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/text/waiting.hpp"
#include "config/base/environment.hpp"
#include "transports/work/pinned_ref.hpp"
#include "wire/encoding/cbor.hpp"

#include <caf/send.hpp>

namespace ockam::cli {

namespace {

bool only_looks(const wire::authority_request& what) {
  return std::holds_alternative<wire::list_members>(what)
         || std::holds_alternative<wire::list_member_ids>(what)
         || std::holds_alternative<wire::show_member>(what);
}

result<wire::bytes> ask(const actors::authority_client::place& where,
                        const wire::authority_request& what) {
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  result<wire::bytes> out = fail(errc::internal, "the authority was not asked");
  const actors::node_in_memory asking{where.self, {}};
  asking.run([&](channels::context& node, const std::function<void()>& done) {
    const transports::pinned_ref<actors::authority_client> client{
        actors::authority_client::start(node, where)};
    client.object->ask(what, [&out, done, client](result<wire::bytes> answer) {
      out = std::move(answer);
      caf::anon_send_exit(client.actor, caf::exit_reason::user_shutdown);
      done();
    });
  });
  return out;
}

} // namespace

result<wire::bytes> ask_authority(const channels::project& project,
                                  std::shared_ptr<const channels::own_identity> self,
                                  const wire::authority_request& what) {
  return ask({project.name, project.authority_route, channels::allow_list{{project.authority.id()}},
              std::move(self)},
             what);
}

result<channels::identity> authority_at(const wire::multiaddr& route,
                                        std::shared_ptr<const channels::own_identity> self) {
  OCKAM_TRY(history,
            ask({"at " + to_string(route), route, {}, std::move(self)}, wire::show_authority{}));
  return channels::identity::decode(history);
}

result<channels::presented_credential> read_credential(wire::bytes_view body) {
  wire::cbor_reader in{body};
  auto out = channels::take_presented_credential(in);
  if (in.ok()) return out;
  return fail(errc::protocol, "the authority sent no credential: " + in.failure().message);
}

result<wire::bytes> ask_authority(const invocation& call, const wire::authority_request& what) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(project, ready_project(call, call.args.text("project"),
                                   only_looks(what) ? bringing::nothing : bringing::node));
  OCKAM_TRY(who, asked_identity(home, call.args.text("identity")));
  OCKAM_TRY(self, load(home, who));
  const waiting note{call.out, "the authority of project " + project.name + " to answer",
                     config::authority_timeout};
  auto answer = ask_authority(project, std::move(self), what);
  if (!answer && answer.error().code == errc::denied) {
    answer.error().message += "; asked as " + who.name + ", " + who.identifier;
    answer.error().hint = "--identity NAME to ask as an enroller of the project";
  }
  return answer;
}

option project_option() {
  return {"project,project-name", "NAME", "Project to ask; without it the default one"};
}

option asking_identity_option() {
  return {"identity", "NAME", "Who asks; without it the default identity"};
}

} // namespace ockam::cli
