# What was declared on a node is there again after every start, at the same ports and addresses, until it is deleted.
serve 9000
ockam node create relay >/dev/null
ockam node create office >/dev/null
ockam node create laptop >/dev/null
ockam tcp-outlet create --at office --from web --to 127.0.0.1:9000 >/dev/null
ockam relay create office --at /node/relay --to office >/dev/null
ockam secure-channel-listener create second --at office >/dev/null
ockam tcp-listener create 127.0.0.1:7100 --at office >/dev/null
ockam service start hop extra --at office >/dev/null
ockam policy create --at office --resource other --expression 'true' >/dev/null
relay_at=$(ockam node show relay | sed -n 's,.*localhost/tcp/\([0-9]*\).*,127.0.0.1:\1,p')
connection=$(ockam tcp-connection create --from office --to "$relay_at")
channel=$(ockam secure-channel create --from office --to "$connection/service/api")
over_channel() { [ "$(ockam message send hi --from office --to "$channel/service/echo")" == hi ]; }
over_channel
inlet=$(ockam tcp-inlet create --at laptop --alias web --to /node/relay/service/forward_to_office/secure/api/service/web)
hello() { [ "$(curl -sS --max-time 5 "$inlet")" == "hello from the web server" ]; }
hello

# all that was declared, as it is known to others
lists() {
  for noun in tcp-outlet relay secure-channel-listener tcp-listener tcp-connection secure-channel service policy; do
    ockam $noun list --at office --output json
  done | python3 -c 'import json,sys
rest = sys.stdin.read().strip()
while rest:
  rows, end = json.JSONDecoder().raw_decode(rest)
  rest = rest[end:].strip()
  for one in rows:
    if "declared_by" in one: print(*(f"{key}={one[key]}" for key in
      "name alias address id to at target expression type identifier remote_address socket_address".split() if key in one))'
}
before=$(lists)

# stopped in order, killed, and all of them at once
ockam node stop office
ockam node start office >/dev/null
same() { [ "$before" == "$(lists)" ]; }
eventually 10 same
eventually 10 over_channel
eventually 10 hello
for name in relay office laptop; do
  kill -9 "$(pgrep -f "ockam.* node create .*$name\$")"
  eventually 5 bash -c "! pgrep -f 'ockam.* node create .*$name\$'"
  ockam node start "$name" >/dev/null
  eventually 35 hello
  eventually 35 over_channel
done
eventually 10 same
pkill -9 -f 'ockam.* node create'
eventually 5 no_node_runs
for name in laptop office relay; do ockam node start "$name" >/dev/null; done
eventually 10 hello
eventually 10 over_channel
eventually 10 same

# what was deleted stays deleted, and a node that is deleted is forgotten
ockam service list --at office --output json | grep -q extra
ockam relay delete office --at office >/dev/null
ockam node stop office
ockam node start office >/dev/null
is "[]" "$(ockam relay list --at office --output json)"
ockam tcp-outlet show web --at office >/dev/null
ockam node delete office >/dev/null
ockam node create office >/dev/null
is "[]" "$(ockam tcp-outlet list --at office --output json)"

# `node create` of a node that is down goes on from there
ockam node stop laptop
ockam node create laptop >/dev/null
is "$inlet" "$(ockam tcp-inlet list --at laptop --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["from"])')"
all_gone
