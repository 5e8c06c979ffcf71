# What others may use of a node is limited; the limits are set where the node is made, and everybody sees them act.
ip addr add 10.9.0.1/24 dev lo
limit() { ockam node show "$1" --limits --output json | python3 -c '
import json, sys
print(next(each for each in json.load(sys.stdin) if each["name"] == sys.argv[1])[sys.argv[2]])' "$2" "$3"; }
metric() { curl -s "127.0.0.1:9100/metrics" | sed -n "s/^ockam_limit_$1{limit=\"$2\"} //p"; }

# -- said on the command line, seen, counted
ockam node create hub --tcp-listener-address 0.0.0.0:7000 --status-port 9100 --allow-relays \
  --limit relays=3,handshake-burst=20 --limit handshake-rate=1 >/dev/null
is 3 "$(limit hub relays limit)"
is True "$(limit hub relays set)"
is 3 "$(limit hub relays-per-link limit)" # a part shrinks with the whole
is False "$(limit hub relays-per-link set)"
has "relays *" "$(ockam node show hub --limits)"
ockam node create office >/dev/null
for i in 1 2 3; do ockam relay create "r$i" --at /ip4/10.9.0.1/tcp/7000 --to office >/dev/null; done
is 3 "$(limit hub relays used)"
ockam relay create r4 --at /ip4/10.9.0.1/tcp/7000 --to office --no-connection-wait >/dev/null
refusals() { [ "$(metric refusals_total relays)" -ge 1 ]; }
eventually 10 refusals
is 3 "$(metric used relays)"

# -- who begins handshakes and finishes none waits longer each time; others of the same machine, and of others, do not
mkfifo hold
"$TESTS/scenarios/handshake_flood.py" 7000 200 1 0 <hold >flood &
exec {hold}>hold
eventually 30 grep -q sent flood
is HI "$(ockam message send hi --to /node/hub/secure/api/service/uppercase)"
is HI "$(ockam message send hi --to /ip4/10.9.0.1/tcp/7000/secure/api/service/uppercase)"
exec {hold}>&-
wait $!
[ "$(limit hub handshake-burst refused)" -ge 150 ] || fail "not refused: $(limit hub handshake-burst refused)"
has "too many handshakes" "$(cat "$OCKAM_HOME/nodes/hub/log")"

# -- kept over a start, in the file that export writes, and changed by a file
ockam node stop hub >/dev/null
ockam node start hub >/dev/null
is 3 "$(limit hub relays limit)"
ockam export hub >hub.yaml
has "relays=3" "$(cat hub.yaml)"
sed -i 's/relays=3/relays=4/' hub.yaml
has "relays" "$(ockam run hub.yaml 2>&1)"
is 4 "$(limit hub relays limit)"
is 20 "$(limit hub handshake-burst limit)"

# -- and what is no limit is refused
refused 65 "no limit is called relay" ockam node create x --limit relay=3
refused 65 "did you mean relays" ockam node create x --limit relay=3
refused 65 "relays=0 is out of range" ockam node create x --limit relays=0
refused 65 "relays-per-link=9 is more than relays, which is 3" ockam node create x --limit relays=3,relays-per-link=9
all_gone
