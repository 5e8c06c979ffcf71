# Secure channels as commands make, show and delete them: yellow and blue are two people, green is between them.
for node in blue green yellow; do ockam node create $node; done
me=$(ockam identity show)
ockam identity create staff >/dev/null
ockam identity create guest >/dev/null
staff=$(ockam identity show staff)
ockam relay create blue --at /node/green --to blue

# A channel is one bare line in a pipe, and a block on standard error on a terminal.
channel=$(ockam secure-channel create --from /node/yellow --to /node/blue/service/api)
matches '^/service/[0-9a-f]{32}$' "$channel"
is HELLO "$(ockam message send hello --from yellow --to $channel/service/uppercase)"
is "" "$(ockam secure-channel create --from yellow --to /node/blue/service/api 2>&1 >/dev/null | grep -v '^waiting for ' || true)"
is 1 "$(ockam secure-channel create --from yellow --to /node/blue/service/api --output json |
  python3 -c 'import json, re, sys; print(len([c for c in json.load(sys.stdin) if re.fullmatch("/service/[0-9a-f]{32}", c["address"])]))')"
port=$(ockam node show blue --output json | python3 -c 'import json, sys; print(json.load(sys.stdin)["tcp_listeners"][0]["address"].split(":")[1])')
on_terminal=$(script -qec 'ockam secure-channel create --from yellow --to /node/blue/service/api --no-color' /dev/null | tr -d '\r')
is "" "${on_terminal%%$'\n'*}"
has "  Created Secure Channel:
  • From: /node/yellow
  •   To: /node/blue/service/api (/ip4/127.0.0.1/tcp/$port/service/api)
  •   At: /service/" "$on_terminal"
is "" "$(script -qec 'ockam secure-channel create --from yellow --to /node/blue/service/api 2>/dev/null' /dev/null)"
is "" "$(script -qec 'QUIET=1 ockam secure-channel create --from yellow --to /node/blue/service/api' /dev/null)"

# list, show, delete: bare or as a route
is "$channel" "$(ockam secure-channel list --at yellow | head -1)"
has "Peer Identifier: $me" "$(ockam secure-channel show --at yellow $channel)"
has "Role: responder" "$(ockam secure-channel show --at blue "$(ockam secure-channel list --at blue | head -1)")"
ockam secure-channel delete --at yellow $channel
for each in $(ockam secure-channel list --at yellow); do ockam secure-channel delete --at yellow ${each#/service/}; done
is "" "$(ockam secure-channel list --at yellow 2>/dev/null)"
is '[]' "$(ockam secure-channel list --at yellow --output json)"
nobody_at_blue() { [ "$(ockam secure-channel list --at blue --output json)" == "[]" ]; }
eventually 5 nobody_at_blue
has "channel with address ${channel#/service/} not found" "$(ockam secure-channel delete --at yellow $channel 2>&1)"
refused 70 "not found" ockam secure-channel show --at yellow $channel
refused 70 "not found" ockam message send hello --from yellow --to $channel/service/uppercase
is '[]' "$(ockam tcp-connection list --at yellow --output json)"

# a listener of its own, for some
is /service/door "$(ockam secure-channel-listener create door --at blue --authorized $staff --identity staff)"
is "/service/api
/service/door" "$(ockam secure-channel-listener list --at blue)"
has "Authorized: $staff" "$(ockam secure-channel-listener show door --at blue)"
refused 73 "exists already: authorized is" ockam secure-channel-listener create door --at blue
is HELLO "$(ockam secure-channel create --from yellow --to /node/blue/service/door --identity staff --authorized $staff |
  ockam message send hello --from yellow --to -/service/uppercase)"
beside refused 70 "may not authorize $me" \
  ockam message send hello --from yellow --to /node/blue/secure/door/service/uppercase --timeout 1
refused 77 "$staff, which is not authorized" \
  ockam secure-channel create --from yellow --to /node/blue/service/door --identity staff --authorized $me

# routes that open channels on their way: one, two, two with a relay in between
for route in /node/blue/secure/api /node/blue/secure/api/secure/api /node/green/service/forward_to_blue/secure/api \
  /node/green/secure/api/service/forward_to_blue/secure/api; do
  is HELLO "$(ockam message send hello --from yellow --to $route/service/uppercase)"
  is HELLO "$(ockam message send hello --to $route/service/uppercase)"
done
only_the_door_at_blue() { [ "$(ockam secure-channel list --at blue | wc -l)" == 1 ]; }
eventually 5 only_the_door_at_blue # each said goodbye

# an inlet through three channels that expects somebody else at the end: a client is held for as long as a route may take
is /service/forward_to_sealed "$(ockam relay create sealed --at /node/green/secure/api --to blue)"
serve 5000
is /service/outlet "$(ockam tcp-outlet create --at blue --to 5000 --authorized $staff,$me)"
through=/node/green/secure/api/service/forward_to_sealed/secure/api/service/outlet
nobody_through() { ! curl -sS --max-time 10 127.0.0.1:$1 2>/dev/null || fail "somebody got through $1"; }
ockam tcp-inlet create --at yellow --from 6004 --to $through --authorized $staff --no-connection-wait 2>/dev/null
beside nobody_through 6004

# channels over channels that commands made
outer=$(ockam secure-channel create --from yellow --to /node/green/service/api)
is HELLO "$(ockam secure-channel create --from yellow --to $outer/service/forward_to_blue/service/api |
  ockam message send hello --from yellow --to -/service/uppercase)"

# a relay is registered through a channel, and an inlet leads through three
is HELLO "$(ockam message send hello --to /node/green/service/forward_to_sealed/secure/api/service/uppercase)"
ockam tcp-inlet create --at yellow --from 6000 --to $through --authorized $me
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
ockam tcp-inlet create --at yellow --from 6001 --to $through --identity staff
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6001)"
ockam tcp-inlet create --at yellow --from 6002 --to $through --identity guest --no-connection-wait 2>/dev/null
ockam tcp-inlet create --at yellow --from 6003 --to /node/blue/service/outlet --no-connection-wait 2>/dev/null
for port in 6002 6003; do
  ! curl -sS --max-time 10 127.0.0.1:$port 2>/dev/null || fail "somebody got through $port"
done
has "connecting (attempt" "$(ockam tcp-inlet list --at yellow)"
is 1 "$(grep -c "a client that is not authorized was refused: $(ockam identity show guest)" "$OCKAM_HOME/nodes/blue/log")"

# what fails says where and why, in one line
refused 65 "/node/blue ends with a node" ockam secure-channel create --from yellow --to /node/blue
refused 65 "write /service/api" ockam secure-channel create --from yellow --to /node/blue/secure/api
beside refused 75 "segment 3, /secure/nobody: no answer to the handshake within 1 s; the link to 127.0.0.1:" \
  ockam secure-channel create --from yellow --to /node/blue/service/nobody --timeout 1
beside refused 75 "nobody has registered relay red there" \
  ockam secure-channel create --from yellow --to /node/green/service/forward_to_red/service/api --timeout 1
refused 69 "refused" ockam secure-channel create --from yellow --to /ip4/127.0.0.1/tcp/1/service/api
refused 70 "identity not found: nobody" ockam secure-channel create --from yellow --to /node/blue/service/api --identity nobody
refused 65 "authorized" ockam secure-channel create --from yellow --to /node/blue/service/api --authorized Ixyz
refused 77 "no secure channel" ockam relay create no --at /node/green --to blue --authorized $me
refused 66 "no route on standard input" ockam message send hello --from yellow --to -/service/uppercase
joined
is door "$(ockam secure-channel-listener delete /service/door --at blue)"
refused 70 "not found" ockam secure-channel-listener show door --at blue
all_gone
