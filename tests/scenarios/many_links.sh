# Many who come from one address: inlets of one node share a connection, users behind one NAT or proxy are not locked
# out, and whoever is turned away is told so.
#   laptop (500 inlets), 200 others -- 10.9.0.1 hub -- office
ip addr add 10.9.0.1/24 dev lo
ulimit -n "$(ulimit -Hn)"
serve 9000
hub=/ip4/10.9.0.1/tcp/7000
ockam node create hub --tcp-listener-address 0.0.0.0:7000 --allow-relays >/dev/null
ockam node create office >/dev/null
ockam tcp-outlet create --at office --from web --to 9000 >/dev/null
ockam relay create office --at $hub --to office >/dev/null

# -- 200 users behind one address, all at once
coproc users { python3 "$TESTS/fixtures/relay_users.py" 10.9.0.1 7000 200 forward_to_office; }
read -r answered <&"${users[0]}"
is 200 "$answered"

# -- 500 inlets of one node, at ports that the system itself gives to connections: all listen, all work, over one link
sysctl -qw net.ipv4.ip_local_port_range="20000 20999"
{
  echo "nodes:"
  echo "  laptop:"
  echo "    tcp-listener-address: 127.0.0.1:7100"
  echo "    tcp-inlets:"
  for i in $(seq 500); do
    echo "      i$i: { from: $((20000 + i)), to: $hub/service/forward_to_office/secure/api/service/web }"
  done
} >laptop.yaml
ockam run laptop.yaml >/dev/null
status() { ockam tcp-inlet list --at laptop --output json | python3 -c '
import collections, json, sys
print(dict(collections.Counter(each["state"] for each in json.load(sys.stdin))))'; }
all_up() { [ "$(status)" == "{'up': 500}" ]; }
eventually 60 all_up
for port in 20001 20250 20500; do is "hello from the web server" "$(curl -s --max-time 10 127.0.0.1:$port/)"; done
is 1 "$(ockam tcp-connection list --at laptop --output json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')"

# -- started again, all of them take their ports back
ockam node stop laptop >/dev/null
ockam node start laptop >/dev/null
eventually 60 all_up

# -- and anybody else at that address gets through
is HI "$(ockam message send hi --to $hub/service/uppercase)"
exec {users[1]}>&-

# -- the shared connection is lost: one new one for all
links_of_laptop() { ockam tcp-connection list --at laptop --output json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))'; }
ockam node stop --force hub >/dev/null
ockam node start hub >/dev/null
eventually 60 all_up
one_link() { [ "$(links_of_laptop)" == 1 ]; }
eventually 30 one_link
ockam node delete --all --yes >/dev/null

# -- a limit of its own, and who is over it is told
ockam node create small --tcp-listener-address 0.0.0.0:7001 --links-per-source 2 >/dev/null
has "links-per-source: 2" "$(ockam export small)"
exec 5<>/dev/tcp/10.9.0.1/7001 6<>/dev/tcp/10.9.0.1/7001
printf '\1\0\0\0\4\203\200\200\100' >&5
printf '\1\0\0\0\4\203\200\200\100' >&6
sleep 0.5
ockam node create client >/dev/null
refused 69 "closed by 10.9.0.1:7001 before a byte came: it may have too many connections from here" \
  ockam tcp-connection create --from client --to 10.9.0.1:7001
ockam tcp-inlet create web --at client --from 6000 --to /ip4/10.9.0.1/tcp/7001/secure/api/service/web \
  --no-connection-wait >/dev/null
said() { ockam tcp-inlet show web --at client | grep -q "$1"; }
eventually 30 said "closed by 10.9.0.1:7001 before a byte came: it may have too many connections from here"
has "closed by 10.9.0.1:7001 before a byte came" "$(ockam route trace --from client /ip4/10.9.0.1/tcp/7001/service/echo 2>&1 || true)"
has "--links-per-source" "$(grep refused "$OCKAM_HOME/nodes/small/log")"
exec 5>&- 6>&-
eventually 30 bash -c '! ockam tcp-inlet show web --at client | grep -q "closed by"'
ockam node stop small >/dev/null
ockam node start small >/dev/null
has "links-per-source: 2" "$(ockam export small)"
all_gone
