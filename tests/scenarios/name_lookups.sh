# Names that do not resolve, or late, are nobody's trouble but of those who want them.
serve 9000 # which looks for its own name
source "$TESTS/scenarios/name_server.bash"

# -- a name server that is silent for one name, and three clients who want just that
name_server 127.0.0.1 ok.example=127.0.0.1 corp.example=silent
ockam node create a >/dev/null
ockam node create b >/dev/null
for name in good bad; do
  host=db.$([ $name = good ] && echo ok || echo corp).example
  ockam tcp-outlet create --at a --from $name --to "$host:9000" >/dev/null
done
ockam tcp-inlet create good --at b --from 6001 --to /node/a/service/good >/dev/null
ockam tcp-inlet create bad --at b --from 6002 --to /node/a/service/bad >/dev/null
clients=()
for i in 1 2 3; do
  (while :; do curl -s -o /dev/null -m 30 127.0.0.1:6002/ || sleep .2; done) &
  clients+=($!)
done
sleep 4
quick=0
for i in 1 2 3 4 5 6; do
  read -r code time <<<"$(curl -s -o /dev/null -m 30 -w '%{http_code} %{time_total}' 127.0.0.1:6001/)"
  is 200 "$code"
  [ "$(python3 -c "print($time < 1.9)")" == True ] && quick=$((quick + 1))
done
[ $quick -ge 5 ] || fail "only $quick of 6 look-ups of the good name were quick beside a silent one"
[ "$(grep -c corp queries)" -lt 20 ] || fail "the silent name was asked for $(grep -c corp queries) times in 5 s by 3 clients"
kill "${clients[@]}"
ockam node delete --all --yes >/dev/null

# -- 200 inlets by the name of their hub, the name server 0.2 s away, the hub started again
kill "$names"; wait "$names" 2>/dev/null || true
name_server 127.0.0.1 --delay 0.2 ok.example=127.0.0.1
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
ockam node create office >/dev/null
ockam tcp-outlet create --at office --from web --to 9000 >/dev/null
ockam relay create office --at /dnsaddr/hub.ok.example/tcp/7000 --to office >/dev/null
{
  echo "nodes:"
  echo "  laptop:"
  echo "    tcp-inlets:"
  for i in $(seq 200); do
    echo "      i$i: { from: $((6000 + i)), to: /dnsaddr/hub.ok.example/tcp/7000/service/forward_to_office/secure/api/service/web }"
  done
} >laptop.yaml
ockam run laptop.yaml >/dev/null
up() { ockam tcp-inlet list --at laptop --output json | grep -c '"state": *"up"'; }
all_up() { [ "$(up)" == 200 ]; }
eventually 30 all_up
ockam node stop hub >/dev/null
: >queries
sleep 8 # everybody tries in the meantime
[ "$(wc -l <queries)" -le 12 ] || fail "$(wc -l <queries) queries for one name in 8 s"
ockam node start hub >/dev/null
began=$SECONDS
eventually 15 all_up
[ $((SECONDS - began)) -le 10 ] || fail "200 inlets by name were up $((SECONDS - began)) s after their hub"
all_gone
