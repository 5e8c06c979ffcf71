// Answers a text with its upper case (spec wire §3). Payloads both ways are one BARE string.
#pragma once
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

/// One letter for one letter, by the Unicode tables of the C library: `straße` becomes `STRAßE`,
/// where the reference writes `STRASSE`. REQUIRES: valid UTF-8.
std::string upper_case(std::string_view utf8);

class uppercase final : public transports::named_worker {
public:
  using named_worker::named_worker;
  void deliver(transports::message&&) override; ///< what is no text is dropped
};

} // namespace ockam::actors
