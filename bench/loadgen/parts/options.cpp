#include "loadgen/parts/options.hpp"

#include "loadgen/parts/pattern.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace loadgen {

options given;

namespace {

void read_address(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto whole = colon == std::string::npos;
  given.port = std::uint16_t(std::atoi(text.c_str() + (whole ? 0 : colon + 1)));
  if (!whole && colon > 0) given.host = text.substr(0, colon);
}

void read_processes(const std::string& text) {
  for (const char* at = text.c_str(); *at != '\0';) {
    char* end = nullptr;
    given.processes.push_back(pid_t(std::strtol(at, &end, 10)));
    at = *end == '\0' ? end : end + 1;
  }
}

bool read_option(const std::string& name, const std::string& value) {
  const auto number = std::atof(value.c_str());
  if (name == "--listen" || name == "--connect")
    read_address(value);
  else if (name == "--conns")
    given.connections = int(number);
  else if (name == "--threads")
    given.threads = int(number);
  else if (name == "--seconds")
    given.seconds = number;
  else if (name == "--warmup")
    given.warmup_seconds = number;
  else if (name == "--size")
    given.size = std::size_t(number);
  else if (name == "--block")
    given.block = std::min(pattern_view_size, std::size_t(number));
  else if (name == "--dir")
    given.direction = value;
  else if (name == "--cc")
    given.congestion_control = value;
  else if (name == "--label")
    given.label = value;
  else if (name == "--pids")
    read_processes(value);
  else
    return std::fprintf(stderr, "unknown option %s\n", name.c_str()), false;
  return true;
}

} // namespace

bool read_options(int argc, char** argv) {
  if (argc < 2)
    return std::fprintf(stderr, "usage: loadgen "
                                "server|bulk|pingpong|connrate|idle|stall|halfclose ...\n"),
           false;
  given.mode = argv[1];
  for (int i = 2; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--plain" || name == "--abort") {
      (name == "--plain" ? given.plain : given.abort) = true;
      continue;
    }
    if (i + 1 >= argc) return std::fprintf(stderr, "%s needs a value\n", name.c_str()), false;
    if (!read_option(name, argv[++i])) return false;
  }
  if (given.plain) given.direction = "both"; // all that an echo can do
  return true;
}

} // namespace loadgen
