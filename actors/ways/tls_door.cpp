#include "actors/ways/tls_door.hpp"

#include "config/base/log.hpp"
#include "transports/reactor/async_work.hpp"

#include <filesystem>
#include <initializer_list>
#include <system_error>

namespace ockam::actors {

namespace {

using server_files = transports::tls_context::server;

/// Size and time of each file; of one that is not there neither.
std::string stamp_of(const server_files& files) {
  std::string out;
  for (const auto& each : {files.certificate, files.key}) {
    std::error_code why;
    const auto size = std::filesystem::file_size(each, why);
    const auto time = std::filesystem::last_write_time(each, why);
    out += why ? "-" : std::to_string(size) + '@' + std::to_string(time.time_since_epoch().count());
    out += ' ';
  }
  return out;
}

} // namespace

result<read_certificate> read_certificate::from(const server_files& files) {
  auto stamp = stamp_of(files); // before they are read: what is written meanwhile is read again
  return transports::tls_context::of_server(files).map([&](transports::tls_context::shared made) {
    return read_certificate{files, std::move(stamp), std::move(made)};
  });
}

tls_door::tls_door(transports::pinned_actor& self, std::string inlet, read_certificate first,
                   entrance let_in, refusal refuse)
    : self_(self),
      inlet_(std::move(inlet)),
      shown_(std::move(first)),
      let_in_(std::move(let_in)),
      refuse_(std::move(refuse)),
      look_(self, [this] { look(); }) {}

void tls_door::open() { look_.arm(config::tls_files_look); }

void tls_door::close() {
  look_.disarm();
  agreeing_.clear();
}

void tls_door::take(inlet_client client, const std::string& source) {
  if (agreeing_.size() >= config::tls_handshakes_max && !make_place(source))
    return refuse_(std::move(client), "too many have not agreed on TLS yet");
  const auto number = ++last_;
  auto socket = std::move(client.socket.socket);
  places_.enter(number, source, transports::places::rank::silent);
  auto& one = agreeing_.emplace(number, agreeing{std::move(client)}).first->second;
  one.how = transports::tls_handshake::begin(
      self_.home(), std::move(socket), shown_.now, one.who.from,
      [this, number](auto agreed) { self_.run([&] { on_agreed(number, std::move(agreed)); }); });
}

bool tls_door::make_place(const std::string& source) {
  const auto out = places_.gives_way(source, [](auto) { return false; });
  if (out) refuse_(leave(*out), "did not agree on TLS before others came");
  return out.has_value();
}

inlet_client tls_door::leave(transports::places::number number) {
  places_.leave(number);
  return std::move(agreeing_.extract(number).mapped().who);
}

void tls_door::on_agreed(transports::places::number number,
                         result<transports::edge_socket> agreed) {
  auto who = leave(number);
  if (!agreed) return refuse_(std::move(who), agreed.error().message);
  who.socket = std::move(*agreed);
  let_in_(std::move(who));
}

/// Files are read on a thread that may, and that may wait for a disk.
void tls_door::look() {
  look_.arm(config::tls_files_look);
  struct seen {
    std::string stamp;
    std::optional<result<read_certificate>> other;
  };
  transports::work_beside(
      self_.home(),
      [files = shown_.files, known = shown_.stamp, refused = refused_stamp_] {
        seen out{stamp_of(files), {}};
        if (out.stamp != known && out.stamp != refused) out.other = read_certificate::from(files);
        return out;
      },
      [door = weak_from_this()](seen now) {
        const auto here = door.lock();
        if (!here || !now.other) return;
        if (!*now.other) here->refused_stamp_ = now.stamp;
        here->renew(std::move(*now.other));
      });
}

void tls_door::renew(result<read_certificate> read) {
  const auto what = "inlet " + inlet_;
  if (!read)
    return config::log(config::log_level::warn,
                       what + " goes on with the certificate it has: " + read.error().message);
  shown_ = std::move(*read);
  refused_stamp_.clear();
  config::log(config::log_level::info,
              what + " shows the certificate that is in " + shown_.files.certificate.string());
}

} // namespace ockam::actors
