# Exit code 0 means done: what prints a route prints the right one, what does not work yet says so, and what went wrong can be
# told by its code.
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
ockam node create a >/dev/null
dead=/ip4/127.0.0.1/tcp/7999

# a relay that nobody waits for has its address at once
is /service/forward_to_x "$(ockam relay create x --at /node/hub --to a --no-connection-wait 2>/dev/null)"
is /service/forward_to_z "$(ockam relay create z --at $dead --to a --no-connection-wait 2>"$WORK/note")"
matches "relay z is not up: connecting .*; node a goes on trying" "$(<"$WORK/note")"
named=$(ockam relay create --at $dead --to a --no-connection-wait 2>/dev/null)
matches '^/service/forward_to_[0-9a-f]+$' "$named"
has forward_to_z "$(ockam relay show z --to a)"
up() { has "Status: up" "$(ockam relay show x --to a)"; }
eventually 5 up
is HI "$(ockam message send hi --to /node/hub/service/forward_to_x/service/uppercase)"
# an inlet asks for its outlet with each of its pings, so what comes and goes is known some seconds later
refused 69 "no outlet gone there" ockam tcp-inlet create far --at a --from 6008 --to /node/hub/service/forward_to_x/secure/api/service/gone
ockam tcp-outlet create --at a --from gone --to 9000 >/dev/null
far_is() { ockam tcp-inlet show far --at a | grep -q "Status: $1"; }
far() {
  eventually 10 far_is up
  ockam tcp-outlet delete gone --at a --yes >/dev/null
  eventually 15 far_is "degraded (no outlet gone there)"
}
beside far
refused 69 "relay late is not up" ockam relay create late --at $dead --to a --wait 1s
has forward_to_late "$(ockam relay show late --to a)"

# an inlet whose route is not proven is there, and it is not done
refused 69 "inlet dead listens on 127.0.0.1:6000, and its route is connecting" ockam tcp-inlet create dead --at a --from 6000 --to $dead/service/outlet
listening 6000
is 127.0.0.1:6001 "$(ockam tcp-inlet create soon --at a --from 6001 --to $dead/service/outlet --no-connection-wait 2>"$WORK/note")"
has "inlet soon listens on 127.0.0.1:6001, and its route is connecting" "$(<"$WORK/note")"
refused 69 "node a goes on trying (try: ockam tcp-inlet show nobody --at a)" \
  ockam tcp-inlet create nobody --at a --from 6002 --to /node/hub/service/forward_to_nobody/secure/api/service/outlet --timeout 1s
refused 65 "exclude each other" ockam tcp-inlet create --at a --to /node/hub/service/x --wait 1s --no-connection-wait
(sleep 2; ockam node create slow --tcp-listener-address 127.0.0.1:7998 >/dev/null
 ockam tcp-outlet create --at slow --to 9000 >/dev/null) &
is 127.0.0.1:6003 "$(ockam tcp-inlet create waits --at a --from 6003 --to /ip4/127.0.0.1/tcp/7998/service/outlet --wait 30s)"
wait $!
refused 69 "and its route is degraded (no outlet none there); node a goes on trying (try: ockam tcp-inlet show miss --at a)" \
  ockam tcp-inlet create miss --at a --from 6005 --to /node/hub/secure/api/service/none
refused 69 "no outlet uppercase there" ockam tcp-inlet create kind --at a --from 6006 --to /node/hub/service/uppercase
is 127.0.0.1:6007 "$(ockam tcp-inlet create later --at a --from 6007 --to /node/hub/service/none --no-connection-wait 2>"$WORK/note")"

# what exists, what is not there, what took too long
is /service/outlet "$(ockam tcp-outlet create --at a --to 9000)"
refused 73 "already" ockam tcp-outlet create outlet --at a --to 9001
refused 73 "already" ockam tcp-inlet create soon --at a --from 6004 --to /node/hub/service/outlet
refused 73 "exists already" ockam relay create x --at /node/hub --to a --allow role=client
refused 73 "already exists" ockam identity create default
refused 70 "already exists" ockam node create a --threads 2
refused 70 "not found" ockam tcp-outlet show nothing --at a
refused 70 "not found" ockam node show nobody
beside refused 75 "no answer to the handshake" ockam secure-channel create --from a --to /node/hub/service/nobody --timeout 1s
refused 70 "no reply" ockam message send hi --to /node/hub/service/nobody --timeout 1s
joined
all_gone
