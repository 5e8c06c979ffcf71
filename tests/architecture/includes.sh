#!/usr/bin/env bash
# A room includes from the rooms above it and from none below; the pure half of channels/ includes nothing of
# transports/; only transports/ includes socket headers.
set -euo pipefail
cd "$(dirname "$0")/../.."
rooms=(wire config transports channels actors cli)
bad=0
for i in "${!rooms[@]}"; do
  for ((k = i + 1; k < ${#rooms[@]}; ++k)); do
    grep -rnE "^#include \"${rooms[k]}/" "${rooms[i]}" --include='*.[ch]pp' && bad=1
  done
done
[ $bad == 0 ] || echo "upward includes: see above"
grep -rnE '^#include <(sys/socket|sys/epoll|netdb|netinet/|sys/un)' wire config channels actors cli --include='*.[ch]pp' \
  && { echo "sockets outside of transports/"; bad=1; }
grep -rnE '^#include (<caf/|"transports/)' wire config --include='*.[ch]pp' && { echo "actors in a pure room"; bad=1; }
grep -nE '^#include (<caf/|"transports/|"channels/workers/)' channels/*.?pp && { echo "actors in the pure half of channels"; bad=1; }
grep -rnE '^using namespace [^s]|^using namespace std;' wire config transports channels actors cli --include='*.hpp' && { echo "using namespace in a header"; bad=1; }
exit $bad
