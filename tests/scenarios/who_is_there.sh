# Peers that are no nodes are called that, slow servers are waited for as long as wanted, and IPv6 works as IPv4 does.
serve 8080
python3 -c '
import socket, time
one = socket.create_server(("127.0.0.1", 8081))
time.sleep(600)' &
eventually 60 listening 8081
ockam node create a >/dev/null
ockam node create b >/dev/null

# -- a server whose queue of connections is full takes them late
cat >late.py <<'PY'
# late.py PORT SECONDS: accepts nothing for so long, its queue full; then says hello to all
import socket, sys, time
port, wait = int(sys.argv[1]), float(sys.argv[2])
one = socket.socket()
one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
one.bind(("127.0.0.1", port))
one.listen(0)
full = [socket.socket() for _ in range(3)]
for each in full:
    each.setblocking(False)
    each.connect_ex(("127.0.0.1", port))
time.sleep(wait)
for each in full:
    each.close()
while True:
    client = one.accept()[0]
    try:
        client.recv(1 << 16)
        client.sendall(b"HTTP/1.0 200 OK\r\n\r\nlate\n")
    except OSError:
        pass
    client.close()
PY
python3 late.py 9001 7 &
eventually 60 listening 9001
ockam tcp-outlet create --at a --from patient --to 9001 --connect-timeout 18s >/dev/null
ockam tcp-inlet create --at b --alias patient --from 6001 --to /node/a/service/patient >/dev/null
patient() { is late "$(curl -s --max-time 25 --http0.9 127.0.0.1:6001/)"; }
beside patient

# -- peers that are no nodes
ockam node create c >/dev/null
# no_node COMMAND...: it waits in vain, and says that this may be no node
no_node() {
  local status=0 said
  said=$("$@" 2>&1 >/dev/null) || status=$?
  [ "$status" != 0 ] || fail "done at no node: $*"
  has "is that a node?" "$said"
}
no_connection() {
  refused 75 "is that a node?" ockam tcp-connection create --from c --to "127.0.0.1:$1" --timeout 2s
  [[ $said != *"may not exist there"* ]] || fail "the next hop was blamed: $said"
}
for port in 8080 8081; do
  beside no_connection $port
  beside no_node ockam relay create x$port --at /ip4/127.0.0.1/tcp/$port --to c --timeout 2s
  beside no_node ockam message send hi --to /ip4/127.0.0.1/tcp/$port/service/uppercase --timeout 2s
done
joined
is "" "$(ockam tcp-connection list --at c --output json | grep -c '"id"' | grep -v '^0$' || true)"

# a connection that is wanted all the same is listed with what it is
ockam tcp-connection create --from c --to 127.0.0.1:8081 --no-connection-wait >/dev/null 2>&1 || true
if ockam tcp-connection list --at c --output json | grep -q '"id"'; then
  eventually 30 bash -c 'ockam tcp-connection list --at c | grep -q connecting'
  has "| Status" "$(ockam tcp-connection list --at a)"
fi

# -- who waited for the slow server is served
joined
has "connect-timeout: 18" "$(ockam export a)"
refused 65 "connect_timeout_ms" ockam tcp-outlet create --at a --from more --to 9001 --connect-timeout 21s

# -- IPv6: both addresses of localhost, link-local addresses with a zone
ockam tcp-outlet create --at a --from web --to 8080 >/dev/null
ockam tcp-inlet create --at b --alias both --from localhost:6100 --to /node/a/service/web >/dev/null
for host in 127.0.0.1 '[::1]' localhost; do
  is "hello from the web server" "$(curl -s --max-time 10 "http://$host:6100/")"
done
ip link add left type veth peer name right
ip link set left up
ip link set right up
eventually 30 bash -c 'ip -6 addr show dev left scope link | grep -v tentative | grep -q fe80'
address=$(ip -6 addr show dev left scope link | sed -n 's/.*inet6 \(fe80[^/]*\).*/\1/p')
ockam node create six --tcp-listener-address "[$address%left]:7000" >/dev/null
is HI "$(ockam message send hi --to "/ip6/$address%left/tcp/7000/service/uppercase")"
is HI "$(ockam message send hi --to "/ip6zone/left/ip6/$address/tcp/7000/service/uppercase")"
all_gone
