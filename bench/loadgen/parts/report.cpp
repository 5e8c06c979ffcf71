#include "loadgen/parts/report.hpp"

#include "loadgen/parts/options.hpp"

#include <array>
#include <cstdarg>
#include <cstdio>

namespace loadgen {

std::string format(const char* how, ...) {
  std::array<char, 1024> out;
  va_list values;
  va_start(values, how);
  std::vsnprintf(out.data(), out.size(), how, values);
  va_end(values);
  return out.data();
}

int report(const outcome& came, const usage& before, const usage& after, const std::string& more) {
  std::printf("{\"label\":\"%s\",\"mode\":\"%s\",\"ok\":%s,\"conns\":%d,\"threads\":%d,"
              "\"seconds\":%.3f,\"errors\":%llu,\"corrupt\":%llu,\"cpu_s\":%.3f,\"rss_kb\":%s%s}\n",
              given.label.c_str(), given.mode.c_str(), came.failed() ? "false" : "true",
              given.connections, given.threads, came.seconds(), (unsigned long long)came.errors,
              (unsigned long long)came.corrupt, after.cpu_s - before.cpu_s,
              to_json(after.rss_kb).c_str(), more.c_str());
  return came.failed() ? 1 : 0;
}

} // namespace loadgen
