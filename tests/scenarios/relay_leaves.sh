# A relay that is told to stop goes in order: it says so, clients take the other relay at once, and `node stop` waits
# for what still flows by it, says so, and for nothing else.
page() { curl -sSf --max-time 5 "127.0.0.1:$1"; }
said() { grep -Eq "$1" "$2"; }
says() { [[ "$("${@:2}")" =~ $1 ]]; }
cat >ticks.py <<'E'
# A server that says something all the time to whoever is there.
import socket, threading, time
def serve(client):
    try:
        while True: client.sendall(b"tick\n"), time.sleep(0.05)
    except OSError: pass
server = socket.create_server(("127.0.0.1", 9001))
while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
E
cat >listen.py <<'E'
# Notes what it hears until somebody makes the file `enough`.
import os, socket
client, heard = socket.create_connection(("127.0.0.1", 6001)), 0
while not os.path.exists("enough"):
    part = client.recv(4096)
    if not part: raise SystemExit("the stream ended")
    heard += len(part)
    with open("heard.new", "w") as out: out.write(str(heard))
    os.rename("heard.new", "heard")
E
serve 9000
python3 ticks.py &
eventually 5 listening 9001
ockam node create hub1 --tcp-listener-address 127.0.0.1:7001
ockam node create hub2 --tcp-listener-address 127.0.0.1:7002
ockam node create office
ockam node create laptop
ockam tcp-outlet create --at office --to 9000
ockam tcp-outlet create --at office --from ticks --to 9001
ockam relay create office1 --at /node/hub1 --to office >/dev/null
ockam relay create office2 --at /node/hub2 --to office >/dev/null
end=secure/api/service
by_hub1=/ip4/127.0.0.1/tcp/7001/service/forward_to_office1/$end by_hub2=/ip4/127.0.0.1/tcp/7002/service/forward_to_office2/$end
curl -sSf --unix-socket "$OCKAM_HOME/nodes/laptop/socket" http://node/v1/tcp-inlets -H 'Content-Type: application/json' \
  -d '{"alias": "web", "from": "127.0.0.1:6000", "to": ["'$by_hub1'/outlet", "'$by_hub2'/outlet"]}' >/dev/null
ockam tcp-inlet create ticks --at laptop --from 6001 --to $by_hub1/ticks >/dev/null
up='up \(proven'
eventually 15 says "$up" ockam tcp-inlet show web --at laptop
python3 listen.py &
listener=$!
eventually 10 test -s heard

# no connection fails from now on, however often somebody comes
while [ ! -e over ]; do page 6000 >>pages 2>>failures || echo "a connection failed" >>failures; done &
visitor=$!
eventually 10 test -s pages
ockam node stop hub1 >stopped 2>waits &
stopping=$!
eventually 10 said 'waiting for [0-9]+ links? that others use' waits
eventually 5 says 'service/forward_to_office1/.* does not carry: the node that its link leads to goes' \
  ockam tcp-inlet show web --at laptop
listening 7001 && fail "it takes new links"
before=$(<heard)
more() { [ "$(<heard)" -gt "$before" ]; }
eventually 5 more # what is open flows on
[ ! -s stopped ] || fail "it did not wait"
touch enough
wait $listener
since=$SECONDS
wait $stopping
sanitized || [ $((SECONDS - since)) -le 5 ] || fail "it waited for nobody"
is "Stopped node 'hub1'" "$(<stopped)"
pages=$(wc -l <pages)
again() { [ "$(wc -l <pages)" -gt $((pages + 3)) ]; }
eventually 10 again
touch over
wait $visitor
is "" "$(cat failures)"
grep -q 'this node goes, and says so on .* links' "$(ockam node logs hub1)"

# it comes back, and goes again: nobody needs it now, so nobody is waited for
ockam node start hub1 >/dev/null
eventually 15 says "$up" ockam tcp-inlet show web --at laptop
since=$SECONDS
ockam node stop hub1 >/dev/null 2>&1
sanitized || [ $((SECONDS - since)) -le 3 ] || fail "it waited for nobody"
is "hello from the web server" "$(page 6000)"

# the last one: its users are back when it is
ockam node stop hub2 >/dev/null 2>&1
eventually 5 says 'connecting \(' ockam tcp-inlet show web --at laptop
ockam node start hub2 >/dev/null
eventually 15 page 6000
all_gone
