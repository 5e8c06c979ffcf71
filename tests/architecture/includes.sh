#!/usr/bin/env bash
# Rooms and folders include downward only (rooms.py); the pure half of channels/ includes nothing of transports/; only
# transports/ includes socket headers, and only transports/reactor/ names what is inside of CAF.
set -euo pipefail
cd "$(dirname "$0")/../.."
bad=0
python3 tests/architecture/rooms.py || bad=1
grep -rnE '^#include <(sys/socket|sys/epoll|netdb|netinet/|sys/un)' wire config channels actors cli node --include='*.[ch]pp' \
  && { echo "sockets outside of transports/"; bad=1; }
grep -rnE '^#include (<caf/|"transports/)' wire config --include='*.[ch]pp' && { echo "actors in a pure room"; bad=1; }
grep -rnE '^#include (<caf/|"transports/|"channels/workers/)' channels --include='*.[ch]pp' --exclude-dir=workers \
  && { echo "actors in the pure half of channels"; bad=1; }
grep -rnE 'caf(/|::)(detail|scheduler|execution_unit|resumable|scheduled_actor|mailbox_element|make_mailbox_element)' \
  wire config transports channels actors cli node include --include='*.[ch]pp' --exclude-dir=reactor \
  && { echo "the inside of CAF beside transports/reactor/"; bad=1; }
grep -rnE '^#include <caf/' cli --include='*.hpp' && { echo "CAF in a header of cli/"; bad=1; }
grep -rnE '^using namespace [^s]|^using namespace std;' wire config transports channels actors cli node include --include='*.hpp' && { echo "using namespace in a header"; bad=1; }
grep -rnE '^#include' include | grep -vE '<(ockam/[a-z_]+\.hpp|[a-z_]+)>$' && { echo "the public API includes what is not its own"; bad=1; }
exit $bad
