# A new process takes the place of a relay, of the outlet's node and of the inlet's, one after the other, under load:
# no stream is closed, none is refused, nobody waits long. One that does not come up changes nothing.
#   clients -- inlet (laptop) == (hub) == (office) outlet -- server
# With STREAMS=200 OPENS=1000 it is the load that the documents speak of.
STREAMS=${STREAMS:-40} OPENS=${OPENS:-100} SILENCE_MS=${SILENCE_MS:-4000}
pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }
python3 "$TESTS/scenarios/upgrade_load.py" echo 9000 &
eventually 10 listening 9000
ockam node create hub --tcp-listener-address 127.0.0.1:7000 --allow-relays --status-port 7080
ockam node create office
ockam node create laptop
ockam tcp-outlet create --at office --to 9000
ockam relay create office --at /node/hub --to office
ockam tcp-inlet create web --at laptop --from 6000 --to /node/hub/service/forward_to_office/secure/api/service/outlet
mkdir load
python3 "$TESTS/scenarios/upgrade_load.py" 6000 "$STREAMS" "$OPENS" load 2>load/said &
eventually 30 test -e load/begun

# -- what does not come up changes nothing, and says why
for node in hub office laptop; do
  before=$(pid_of $node)
  refused 78 "no-such-engine" env OCKAM_AEAD=no-such-engine ockam node start $node --replace
  is "$before" "$(pid_of $node)"
done
before=$(pid_of office)
python3 - "$OCKAM_HOME/nodes/office" <<'PLAYED'
# A next process that dies when the old one has let go of everything.
import json, os, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
listener.bind(sys.argv[1] + "/next-x")
listener.listen()
asks = socket.socket(socket.AF_UNIX)
asks.connect(sys.argv[1] + "/socket")
body = json.dumps({"protocol": 1, "socket": sys.argv[1] + "/next-x"})
asks.sendall(f"POST /v1/successor HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
assert b" 200 " in asks.recv(4096)
office = listener.accept()[0]
words, handed = [], 0
while words[-1:] != ["offer"]:
    text, descriptors, *_ = socket.recv_fds(office, 1 << 14, 64)
    words.append(json.loads(text)["word"])
    handed += len(descriptors)
assert words == ["sockets", "offer"] and handed == 2, (words, handed)
office.send(b'{"word":"ready"}')
assert json.loads(office.recv(1 << 14))["word"] == "go"
os.unlink(sys.argv[1] + "/next-x")
PLAYED
goes_on() { [[ "$(ockam node start office 2>&1)" == *"already running"* ]] && [ "$(pid_of office)" == "$before" ]; }
eventually 10 goes_on

# -- each in its turn
for node in hub laptop office; do
  before=$(pid_of $node)
  ockam node start $node --replace >/dev/null
  [ "$(pid_of $node)" != "$before" ] || fail "$node is the same process"
  sleep 2 # of traffic
done
curl -sSf --max-time 5 127.0.0.1:7080/healthz | grep -q UP
is "" "$(find "$OCKAM_HOME/nodes" -name 'next-*')"
touch load/stop
eventually 60 test -e load/result
read -r _ closed _ refused _ wrong _ opened _ silence <load/result
cat load/result load/said
is "0 0 0" "$closed $refused $wrong"
[ "$opened" -gt 100 ] || fail "only $opened were opened"
sanitized || [ "$silence" -lt "$SILENCE_MS" ] || fail "nothing came for $silence ms"

# -- a node that does not run is started; what goes with it is known
ockam node stop office >/dev/null
ockam node start office --replace >/dev/null
refused 65 "--force" ockam node start office --replace --force

# -- the old processes go when nobody needs them, and with the new ones
for node in hub office laptop; do ockam node stop $node >/dev/null 2>&1; done
eventually 40 no_node_runs
all_gone
