#include "loadgen/parts/connection.hpp"

#include "loadgen/parts/options.hpp"

#include <algorithm>
#include <thread>

namespace loadgen {

void outcome::count_share(std::uint64_t share) {
  slowest = std::min(slowest, double(share));
  fastest = std::max(fastest, double(share));
}

void outcome::merge(const outcome& other) {
  bytes += other.bytes, carried += other.carried;
  operations += other.operations;
  errors += other.errors, corrupt += other.corrupt;
  first_ns = std::min(first_ns, other.first_ns), last_ns = std::max(last_ns, other.last_ns);
  latency.merge(other.latency);
  slowest = std::min(slowest, other.slowest), fastest = std::max(fastest, other.fastest);
}

connection open_connection(int id, char mode, std::uint64_t argument) {
  connection out;
  out.id = id;
  out.seed = std::uint32_t(id) * 40503u + 7u;
  out.socket = dial(true, std::uint32_t(id));
  if (given.plain) return out;
  header first;
  first.mode = std::uint8_t(mode), first.seed = out.seed, first.argument = argument;
  if (!send_all(out.socket, &first, sizeof first)) die("send header");
  return out;
}

std::vector<connections> open_connections(char mode, std::uint64_t argument) {
  std::vector<connections> out{std::size_t(given.threads)};
  for (int id = 0; id < given.connections; ++id)
    out[std::size_t(id % given.threads)].push_back(open_connection(id, mode, argument));
  return out;
}

outcome in_parallel(const std::function<outcome(std::size_t)>& work) {
  std::vector<outcome> each{std::size_t(given.threads)};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < each.size(); ++i) threads.emplace_back([&, i] { each[i] = work(i); });
  outcome all;
  for (std::size_t i = 0; i < each.size(); ++i) threads[i].join(), all.merge(each[i]);
  return all;
}

} // namespace loadgen
