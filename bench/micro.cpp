// What the parts of the data path cost on one core, one at a time: frames, hops inside a node, and
// the records of a channel with both engines. Takes the options of google-benchmark.
#include "actors/routing/directory.hpp"
#include "actors/system_config.hpp"
#include "channels/handshake/cipher_state.hpp"
#include "transports/io/clock.hpp"
#include "wire/messages/frame.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <benchmark/benchmark.h>

using namespace ockam;
using transports::message;
using wire::bytes;
using wire::bytes_view;

namespace {

// -- frames ----------------------------------------------------------------------

/// As between the inlet's node and a relay: addresses of workers are 32 hex characters.
const wire::route onward{wire::local("forward_to_n1"),
                         wire::local("0123456789abcdef0123456789abcdef")};
const wire::route return_route{wire::local("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"),
                               wire::local("b0b1b2b3b4b5b6b7b8b9babbbcbdbebf")};

void frame_head_encode(benchmark::State& state) {
  const auto payload_size = static_cast<std::size_t>(state.range(0));
  bytes out(wire::frame_head_size(onward, return_route, payload_size));
  for (auto _ : state) {
    wire::write_frame_head(out.data(), onward, return_route, payload_size);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
}
BENCHMARK(frame_head_encode)->Arg(64)->Arg(48 << 10);

void frame_decode(benchmark::State& state) {
  const auto whole =
      wire::encode_frame(onward, return_route, bytes(static_cast<std::size_t>(state.range(0))));
  const auto body = bytes_view(whole).subspan(wire::frame_length_size);
  for (auto _ : state) {
    auto decoded = wire::decode_frame(body, config::route_hops_max, config::address_size_max);
    if (!decoded) state.SkipWithError("not decoded");
    benchmark::DoNotOptimize(decoded);
  }
}
BENCHMARK(frame_decode)->Arg(64)->Arg(48 << 10);

// -- hops inside a node ----------------------------------------------------------

/// Where a message ends; the next hop is made with it again.
struct sink final : transports::worker {
  using worker::worker;
  void deliver(message&& m) override { last = std::move(m); }
  message last;
};

/// A node's directory with one worker, on a reactor that this thread drives.
struct one_worker {
  explicit one_worker(transports::reach named_first = transports::reach::everybody()) {
    workers.add(wire::local("sink"), actor, "sink", std::move(named_first));
    home->round(0); // the worker starts
    at->last = {{wire::local("sink")}, return_route, transports::slice::copy_of(bytes(64))};
  }
  ~one_worker() {
    home->stop();
    home->run();
  }
  message take() {
    at->last.local_hops = 0;
    return std::move(at->last);
  }

  actors::system_config settings;
  caf::actor_system system{settings};
  transports::steady_clock clock;
  std::shared_ptr<transports::reactor> home = std::make_shared<transports::reactor>(system, clock);
  actors::directory workers{*home};
  caf::actor actor = home->spawn<sink>();
  sink* at = dynamic_cast<sink*>(caf::actor_cast<caf::abstract_actor*>(actor));
};

/// An address looked up, and the message passed to its worker by a call.
void hop_by_directory(benchmark::State& state) {
  one_worker node;
  for (auto _ : state) node.workers.route(node.take());
}
BENCHMARK(hop_by_directory);

/// The same without the look-up, as between the hops of an open route.
void hop_by_data_port(benchmark::State& state) {
  one_worker node;
  const auto port = node.workers.find(wire::local("sink"));
  for (auto _ : state) port.pass(node.take());
}
BENCHMARK(hop_by_data_port);

/// Through the worker's mailbox, as when a call would overtake earlier messages; in batches that
/// one turn of the worker takes, the reactor's round included.
void hop_by_mailbox(benchmark::State& state) {
  constexpr auto batch = transports::reactor::messages_per_job;
  one_worker node;
  for (auto _ : state) {
    const auto sample = node.take();
    for (std::size_t i = 0; i < batch; ++i) caf::anon_send(node.actor, message(sample));
    node.home->round(0);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * batch));
}
BENCHMARK(hop_by_mailbox);

// -- flows -----------------------------------------------------------------------

struct client_link : transports::reachable {};

/// Answers to so many clients in turn come in by the link of a relay's owner.
void learnt_is_found(benchmark::State& state) {
  std::vector<std::unique_ptr<client_link>> clients;
  transports::reach_table of_owner;
  for (auto left = state.range(0); left > 0; --left)
    of_owner.learn(*clients.emplace_back(std::make_unique<client_link>()), nullptr);
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(of_owner.find(*clients[next]));
    if (++next == clients.size()) next = 0;
  }
}
BENCHMARK(learnt_is_found)->Arg(10)->Arg(1'000)->Arg(10'000);

/// A hop that a message from outside may name, because something left there by the same flow.
void hop_learnt_by_flow(benchmark::State& state) {
  one_worker node{transports::reach::who_learnt_it()};
  const auto flow = caf::make_counted<transports::flow>(transports::flow::facts{"link"});
  message left;
  left.return_route.push_back(wire::local("sink"));
  learn_way_back(*flow, node.workers, left);
  for (auto _ : state) {
    auto m = node.take();
    m.entered = flow;
    node.workers.route(std::move(m));
  }
}
BENCHMARK(hop_learnt_by_flow);

// -- records ---------------------------------------------------------------------

channels::secret_key some_key() {
  channels::secret_key key;
  std::uint8_t next = 1;
  for (auto& byte : key.fill()) byte = next++;
  return key;
}

/// Records that fit the cache of a core together, as what was just read from a socket does.
std::vector<bytes> some_records(std::size_t payload_size) {
  constexpr std::size_t batch_bytes = 512 << 10;
  return {batch_bytes / payload_size,
          bytes(channels::record_head_size + payload_size + channels::record_tail_size)};
}

template <class F>
void for_records(benchmark::State& state, std::vector<bytes>& records, F&& change) {
  for (auto& record : records)
    if (!change(record)) state.SkipWithError("a record was refused");
}

void count(benchmark::State& state, std::size_t records) {
  const auto done = static_cast<std::int64_t>(state.iterations() * records);
  state.SetItemsProcessed(done);
  state.SetBytesProcessed(done * state.range(0));
}

void seal(benchmark::State& state, channels::aead_engine engine) {
  auto records = some_records(static_cast<std::size_t>(state.range(0)));
  channels::sealer out(some_key(), engine);
  for (auto _ : state) for_records(state, records, [&](bytes& r) { return out.seal(r); });
  count(state, records.size());
}

/// Of plaintext that is kept: into other memory, as a channel seals what a stream may send again.
void seal_kept(benchmark::State& state, channels::aead_engine engine) {
  auto records = some_records(static_cast<std::size_t>(state.range(0)));
  const bytes kept(static_cast<std::size_t>(state.range(0)), 'k');
  channels::sealer out(some_key(), engine);
  for (auto _ : state) for_records(state, records, [&](bytes& r) { return out.seal(kept, r); });
  count(state, records.size());
}

/// What the channel did before: the plaintext is copied, and sealed in place.
void copy_and_seal(benchmark::State& state, channels::aead_engine engine) {
  auto records = some_records(static_cast<std::size_t>(state.range(0)));
  const bytes kept(static_cast<std::size_t>(state.range(0)), 'k');
  channels::sealer out(some_key(), engine);
  for (auto _ : state)
    for_records(state, records, [&](bytes& r) {
      std::copy(kept.begin(), kept.end(), r.begin() + channels::record_head_size);
      return out.seal(r);
    });
  count(state, records.size());
}

void open(benchmark::State& state, channels::aead_engine engine) {
  auto records = some_records(static_cast<std::size_t>(state.range(0)));
  channels::sealer out(some_key(), engine);
  channels::opener in(some_key(), engine);
  for (auto _ : state) {
    state.PauseTiming();
    for_records(state, records, [&](bytes& r) { return out.seal(r); });
    state.ResumeTiming();
    for_records(state, records, [&](bytes& r) { return in.open(r); });
  }
  count(state, records.size());
}

void sizes(benchmark::internal::Benchmark* b) {
  b->Arg(64)->Arg(1 << 10)->Arg(48 << 10)->Arg(128 << 10);
}
BENCHMARK_CAPTURE(seal, openssl, channels::aead_engine::openssl)->Apply(sizes);
BENCHMARK_CAPTURE(seal, ipsec_mb, channels::aead_engine::ipsec_mb)->Apply(sizes);
BENCHMARK_CAPTURE(seal_kept, openssl, channels::aead_engine::openssl)->Apply(sizes);
BENCHMARK_CAPTURE(seal_kept, ipsec_mb, channels::aead_engine::ipsec_mb)->Apply(sizes);
BENCHMARK_CAPTURE(copy_and_seal, openssl, channels::aead_engine::openssl)->Apply(sizes);
BENCHMARK_CAPTURE(copy_and_seal, ipsec_mb, channels::aead_engine::ipsec_mb)->Apply(sizes);
BENCHMARK_CAPTURE(open, openssl, channels::aead_engine::openssl)->Apply(sizes);
BENCHMARK_CAPTURE(open, ipsec_mb, channels::aead_engine::ipsec_mb)->Apply(sizes);

} // namespace

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
  benchmark::AddCustomContext("AEAD of channels here",
                              std::string(channels::name_of(channels::chosen_engine())));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
