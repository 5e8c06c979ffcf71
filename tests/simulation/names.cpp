// How a trace names what happens.
#include "simulation/simulated_world.hpp"

namespace ockam::simulation {

std::string to_string(const letter& l) {
  const auto number = [](const char* name, std::uint64_t n) {
    return std::string(" ") + name + " " + std::to_string(n);
  };
  const auto placed = number("at", l.position) + number("received", l.received);
  const auto whole = number("attempt", l.attempt) + number("received", l.whole_received)
                     + number("limit", l.whole_limit);
  switch (l.what) {
  case kind::payload: return "Payload" + placed + number("size", l.data.size());
  case kind::end: return "End" + placed;
  case kind::position:
    return "Position" + number("received", l.received) + number("limit", l.limit);
  case kind::resume: return "Resume" + whole;
  case kind::resumed: return "Resumed" + whole;
  case kind::lost: return "Lost";
  case kind::gone: return "Gone" + number("attempt", l.attempt);
  }
  return {};
}

std::string to_string(const step& s) {
  static constexpr const char* names[] = {"deliver",
                                          "send",
                                          "consume",
                                          "acknowledge",
                                          "probe",
                                          "resume",
                                          "resume by the last path",
                                          "no answer came",
                                          "no way was found",
                                          "a dead path is found",
                                          "say Lost again",
                                          "a path dies",
                                          "a path dies late",
                                          "a path loses what comes first",
                                          "a path loses one",
                                          "a path repeats one",
                                          "a path turns two round",
                                          "an end errs",
                                          "leave"};
  return std::string(names[static_cast<int>(s.what)]) + " (" + std::to_string(s.which) + ", "
         + std::to_string(s.size) + ")";
}

} // namespace ockam::simulation
