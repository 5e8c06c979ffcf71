# The sockets of links on 1, 2 and 4 threads: the same bytes, in the same order, in clear and sealed; a node keeps the
# number it was given.
loadgen() { "$BUILD/loadgen" "$@"; }
loadgen server --listen 127.0.0.1:9000 >/dev/null 2>&1 &
eventually 5 listening 9000
refused 2 "--threads N is empty" ockam node create n0 --threads ''
for bad in 0 -1 65 two 2x; do refused 65 "is not a number of threads" ockam node create n0 --threads "$bad"; done
has "--threads N" "$(ockam node create --help)"
for threads in 1 2 4; do
  for node in relay n1 n2; do ockam node create $node --threads $threads; done
  is $threads "$(ockam node show relay --output json | python3 -c 'import json, sys; print(json.load(sys.stdin)["threads"])')"
  has "  Threads: $threads" "$(ockam node show n1)"
  ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:9000
  ockam relay create n1 --at /node/relay --to /node/n1
  ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 \
    --to /node/relay/service/forward_to_n1/service/outlet
  ockam secure-channel create --from /node/n2 --to /node/relay/service/forward_to_n1/service/api |
    ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6001 --to -/service/outlet
  for port in 6000 6001; do
    for mode in "bulk --dir both --conns 16" "pingpong --conns 64" "connrate --conns 8"; do
      loadgen $mode --seconds 0.5 --connect 127.0.0.1:$port | tee result
      has '"ok":true' "$(<result)"
      has '"corrupt":0' "$(<result)"
    done
    for _ in 1 2 3; do loadgen halfclose --connect 127.0.0.1:$port >result || fail "half-close: $(<result)"; done
    loadgen stall --conns 4 --seconds 0.5 --connect 127.0.0.1:$port | tee result
    has '"ok":true' "$(<result)"
  done
  is $threads "$(ockam message send $threads --to /node/relay/service/echo)"
  if [ $threads == 2 ]; then # what `node start` uses again
    ockam node stop relay
    ockam node start relay
    has "  Threads: 2" "$(ockam node show relay)"
  fi
  ockam node delete --all
done
all_gone
