#include "cli/shell/foreign_words.hpp"

#include <algorithm>
#include <span>

namespace ockam::cli {
namespace {

struct translation {
  std::string_view word, meant;
};

constexpr std::string_view offering = "ockam tcp-outlet create --to PORT --from NAME",
                           using_it = "ockam tcp-inlet create --from PORT --via RELAY --to NAME";

constexpr std::string_view hosted =
    "it is for the hosted service, and there is none here: ockam project create makes a project";

constexpr translation foreign_nouns[] = {
    {"lease", hosted},
    {"subscription", hosted},
    {"admin", hosted},
    {"space-admin", hosted},
    {"project-admin", hosted},
    {"serve", offering},
    {"expose", offering},
    {"publish", offering},
    {"http", offering},
    {"https", offering},
    {"tcp", offering},
    {"outlet", "ockam tcp-outlet create --to PORT --from NAME"},
    {"server", "ockam tcp-outlet create --to PORT --from NAME"},
    {"connect", using_it},
    {"forward", using_it},
    {"inlet", using_it},
    {"portal", using_it},
    {"tunnel", using_it},
    {"client", using_it},
    {"channel", "ockam secure-channel create --to ROUTE"},
    {"listen", "ockam tcp-listener create IP:PORT"},
    {"listener", "ockam tcp-listener create IP:PORT"},
    {"connection", "ockam tcp-connection create --to HOST:PORT"},
    {"dial", "ockam tcp-connection create --to HOST:PORT"},
    {"send", "ockam message send TEXT --to ROUTE"},
    {"ping", "ockam route ping ROUTE"},
    {"trace", "ockam route trace ROUTE"},
    {"traceroute", "ockam route trace ROUTE"},
    {"check", "ockam doctor"},
    {"diagnose", "ockam doctor"},
    {"netcheck", "ockam doctor"},
    {"up", "ockam node start NAME"},
    {"start", "ockam node start NAME"},
    {"down", "ockam node stop NAME"},
    {"stop", "ockam node stop NAME"},
    {"restart", "ockam node start --force NAME"},
    {"daemon", "ockam node create --foreground"},
    {"init", "ockam node create"},
    {"create", "ockam node create"},
    {"ls", "ockam node list"},
    {"list", "ockam node list"},
    {"ps", "ockam node list"},
    {"nodes", "ockam node list"},
    {"logs", "ockam node logs NAME"},
    {"log", "ockam node logs NAME"},
    {"info", "ockam status"},
    {"show", "ockam status"},
    {"delete", "ockam node delete NAME"},
    {"rm", "ockam node delete NAME"},
    {"login", "ockam enroll TICKET"},
    {"join", "ockam enroll TICKET"},
    {"auth", "ockam enroll TICKET"},
    {"invite", "ockam project ticket"},
    {"token", "ockam project ticket"},
    {"member", "ockam project-member list"},
    {"members", "ockam project-member list"},
    {"users", "ockam project-member list"},
    {"revoke", "ockam project-member delete IDENTIFIER"},
    {"apply", "ockam run FILE"},
    {"deploy", "ockam run FILE"},
    {"env", "ockam environment"},
    {"key", "ockam vault list"},
    {"keys", "ockam vault list"},
    {"whoami", "ockam identity show"},
};

constexpr translation foreign_verbs[] = {
    {"ls", "list"},        {"all", "list"},         {"rm", "delete"},    {"remove", "delete"},
    {"del", "delete"},     {"destroy", "delete"},   {"end", "delete"},   {"add", "create"},
    {"new", "create"},     {"make", "create"},      {"open", "create"},  {"register", "create"},
    {"get", "show"},       {"info", "show"},        {"status", "show"},  {"describe", "show"},
    {"inspect", "show"},   {"information", "show"}, {"up", "start"},     {"run", "start"},
    {"restart", "start"},  {"down", "stop"},        {"kill", "stop"},    {"log", "logs"},
    {"tail", "logs"},      {"invite", "ticket"},    {"join", "enroll"},  {"use", "default"},
    {"select", "default"}, {"import", "create"},    {"issue", "create"},
};

std::string_view meant_by(std::span<const translation> all, std::string_view word) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.word == word; });
  return found == all.end() ? std::string_view{} : found->meant;
}

} // namespace

std::string_view command_for(std::string_view word) { return meant_by(foreign_nouns, word); }

std::string_view verb_for(std::string_view word) { return meant_by(foreign_verbs, word); }

} // namespace ockam::cli
