#include "cli/shell/exit_code.hpp"

#include <sysexits.h>

namespace ockam::cli {

int exit_code(errc code) {
  switch (code) {
  case errc::invalid: return EX_DATAERR;
  case errc::unavailable: return EX_UNAVAILABLE;
  case errc::in_use:
  case errc::io: return EX_IOERR;
  case errc::protocol: return EX_PROTOCOL;
  case errc::denied: return EX_NOPERM;
  case errc::config: return EX_CONFIG;
  case errc::not_found:
  case errc::already_exists:
  case errc::timed_out:
  case errc::limit:
  case errc::internal: return EX_SOFTWARE;
  }
  return EX_SOFTWARE;
}

} // namespace ockam::cli
