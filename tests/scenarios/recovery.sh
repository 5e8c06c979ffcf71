# What was lost comes back by itself: relays, outlets' nodes and routes, and what is said of them meanwhile is true.
inlet=6000 route=/node/relay/service/forward_to_n1/secure/api/service/outlet
pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }
kill_node() {
  local pid
  pid=$(pid_of "$1")
  kill -9 "$pid"
  eventually 5 eval "! kill -0 $pid"
}
page() { curl -sSf --max-time "${2:-10}" "127.0.0.1:$1"; }
serves() { [ "$(page "$1" 2>/dev/null)" == "hello from the web server" ]; }
# says REGEX COMMAND...: what it prints
says() { [[ "$("${@:2}")" =~ $1 ]]; }
milliseconds() { date +%s%3N; }
serve 9000
ockam node create relay --tcp-listener-address 127.0.0.1:7000
ockam node create n1
ockam node create n2
ockam relay create n1 --at /node/relay --to n1

# -- the inlet may be there before the outlet, and says so
refused 69 "no outlet outlet there" ockam tcp-inlet create web --at n2 --from $inlet --to $route
! page $inlet 1 2>/dev/null || fail "served without an outlet"
ockam tcp-outlet create --at n1 --to 127.0.0.1:9000
is "hello from the web server" "$(page $inlet)"
proven='up \(proven [0-9]+ (us|ms|s) ago, [0-9]+ (us|ms)\)'
eventually 15 says "$proven" ockam tcp-inlet show web --at n2
eventually 15 says "$proven" ockam relay show n1 --at n1

# -- the relay's node is killed: what is said of the routes is true at once, and a stream waits until it is back
cat >stream.py <<'E'
# stream.py PORT: half a request, and the other half when the file `back` is there; prints the page
import os, socket, sys, time
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as stream:
    stream.sendall(b"GET / HTTP/1.0\r\nX: ")
    time.sleep(0.5)
    open("open", "w").close()
    while not os.path.exists("back"): time.sleep(0.05)
    stream.sendall(b"y\r\n\r\n")
    stream.settimeout(30)
    page = b""
    while part := stream.recv(1 << 16): page += part
    print(page.decode().splitlines()[-1])
E
python3 stream.py $inlet >came &
stream=$!
eventually 10 test -e open
kill_node relay
trying='connecting \(attempt [0-9]+, next in [0-9]+ (us|ms|s): .*refused'
eventually 5 says "$trying" ockam tcp-inlet show web --at n2
eventually 5 says "$trying" ockam relay show n1 --at n1
has "(1 connecting)" "$(ockam status)"

ockam node start relay
eventually 15 serves $inlet
touch back
wait $stream
is "hello from the web server" "$(<came)"
eventually 10 says "$proven" ockam tcp-inlet show web --at n2
eventually 10 says "$proven" ockam relay show n1 --at n1

# -- the outlet's node is killed: it has its outlet and its relay again, and a client that comes meanwhile waits for it
ockam tcp-inlet create direct --at n2 --from 6002 --to /node/n1/secure/api/service/outlet
is "hello from the web server" "$(page 6002)"
kill_node n1
page 6002 >held &
client=$!
ockam node start n1
wait $client
is "hello from the web server" "$(<held)"
eventually 30 serves $inlet
eventually 15 says "$proven" ockam relay show n1 --at n1

# -- the second route carries as soon as the first one is lost, and the first one again when it is back
ockam node create relay2 --tcp-listener-address 127.0.0.1:7002
ockam relay create n1b --at /node/relay2 --to n1
end=secure/api/service/outlet
curl -sSf --unix-socket "$OCKAM_HOME/nodes/n2/socket" http://node/v1/tcp-inlets -H 'Content-Type: application/json' \
  -d '{"alias": "both", "from": "127.0.0.1:6001", "to": ["/ip4/127.0.0.1/tcp/7000/service/forward_to_n1/'$end'",
       "/ip4/127.0.0.1/tcp/7002/service/forward_to_n1b/'$end'"]}' >/dev/null
is "hello from the web server" "$(page 6001)"
eventually 10 says "$proven" ockam tcp-inlet show both --at n2
kill_node relay
before=$(milliseconds)
is "hello from the web server" "$(page 6001)"
took=$(($(milliseconds) - before))
sanitized || [ $took -lt 1000 ] || fail "the second route carried after $took ms"
eventually 5 says 'degraded \(' ockam tcp-inlet show both --at n2
ockam node start relay
eventually 15 says "$proven" ockam tcp-inlet show both --at n2
kill_node relay2
is "hello from the web server" "$(page 6001)"
all_gone
