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
  case errc::internal: return EX_SOFTWARE;
  case errc::already_exists: return EX_CANTCREAT;
  case errc::timed_out: return EX_TEMPFAIL;
  case errc::limit: return EX_OSERR;
  }
  return EX_SOFTWARE;
}

int exit_code(errc code, std::string_view noun) {
  return code == errc::already_exists && noun == "node" ? EX_SOFTWARE : exit_code(code);
}

} // namespace ockam::cli
