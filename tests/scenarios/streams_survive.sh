# A stream goes on when its way is lost: over the same relay when it is back, through a secure channel, every byte in
# its place; for as long as --resume-for says, and only if the outlet's node is the one that it was.
#   client -- inlet (laptop) == (hub) == (office) outlet -- server
#   and one inlet over hub2, which is stopped in order meanwhile
mkdir streams
python3 "$TESTS/scenarios/lasting.py" server 9000 streams &
eventually 10 listening 9000
route=/node/hub/service/forward_to_office/secure/api/service/outlet
pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }
kill_node() {
  local pid
  pid=$(pid_of "$1")
  kill -9 "$pid"
  eventually 5 eval "! kill -0 $pid"
}
# begin WHAT NAME PORT: a client, until both of its ends have had bytes
begin() {
  python3 "$TESTS/scenarios/lasting.py" "$1" "$3" "$2" streams &
  eventually 20 test -s "streams/$2.client" -a -s "streams/$2.server"
}
ended() { [ "$(cat "streams/$1.client.ended" 2>/dev/null)" == "$2" ]; }
# more NAME WAS: both ends have had more bytes than that
more() { [ "$(<"streams/$1.client")" -gt "$2" ] && [ "$(<"streams/$1.server")" -gt "$2" ]; }
most() { cat "streams/$1.client" "streams/$1.server" | tr '\n' ' ' | python3 -c 'print(max(map(int, input().split())))'; }
# count INLET KEY...: of the inlet, as JSON has it
count() { ockam tcp-inlet show "$1" --at laptop --output json | python3 -c 'import json,sys; print(*map(json.load(sys.stdin).get, sys.argv[1:]))' "${@:2}"; }
counts() { [ "$(count "$1" "$2")" == "$3" ]; }

ockam node create hub --tcp-listener-address 127.0.0.1:7000 --allow-relays
ockam node create office
ockam node create laptop
ockam tcp-outlet create --at office --to 9000
ockam tcp-outlet create --at office --from short --to 9000 --keep-for 0
ockam relay create office --at /node/hub --to office
ockam tcp-inlet create web --at laptop --from 6000 --to $route
ockam tcp-inlet create off --at laptop --from 6001 --to $route --resume-for 0
ockam tcp-inlet create brief --at laptop --from 6002 --to $route --resume-for 2s
ockam tcp-inlet create short --at laptop --from 6003 --to ${route%outlet}short

# -- a relay that is stopped in order, as far as this node can be without another one: it takes drain_timeout, 30 s
ockam node create hub2 --tcp-listener-address 127.0.0.1:7002 --allow-relays
ockam relay create office2 --at /node/hub2 --to office
ockam tcp-inlet create kind --at laptop --from 6004 --to /node/hub2/service/forward_to_office2/secure/api/service/outlet
begin flow kind 6004
beside ockam node stop hub2

for inlet in web off brief short; do
  is "0 0 0 0" "$(count $inlet streams streams_detached streams_resumed streams_lost)"
done

# -- three times the relay dies and is there again: nothing is closed, and nobody but who waits for bytes notices
begin flow slow 6000
begin idle still 6000
begin flow off 6001
begin flow short 6003
for turn in 1 2 3; do
  kill_node hub
  eventually 10 counts web streams_detached 2
  if [ $turn == 1 ]; then
    # who does not want to wait, at either end, is told at once, and by a reset
    eventually 10 ended off reset
    eventually 10 ended short reset
  fi
  before=$(most slow)
  ockam node start hub
  eventually 20 more slow "$before"
  eventually 20 counts web streams_detached 0
  is "$((2 * turn))" "$(count web streams_resumed)"
done
is "2 0" "$(count web streams streams_lost)"
is "0 1" "$(count off streams streams_lost)"
touch streams/stop.slow streams/stop.still
eventually 20 test -s streams/slow.client.ended -a -s streams/slow.server.ended
eventually 20 test -s streams/still.client.ended -a -s streams/still.server.ended
read -r how sent received <streams/slow.client.ended
is whole "$how"
is "whole $received $sent" "$(<streams/slow.server.ended)" # each end has all that the other one sent
[ "$sent" -gt 50000 ] || fail "only $sent bytes flowed"
is "whole 2 2" "$(<streams/still.client.ended)"
is "whole 2 2" "$(<streams/still.server.ended)"
eventually 10 counts web streams 0

# -- the relay stays away: a stream waits as long as its inlet says
begin flow brief 6002
kill_node hub
since=$SECONDS
eventually 15 ended brief reset
[ $((SECONDS - since)) -ge 1 ] || fail "it did not wait for a way"
eventually 5 counts brief streams_lost 1
ockam node start hub

# -- the one that was stopped is there again
joined
before=$(most kind)
ockam node start hub2
eventually 20 more kind "$before"

# -- the outlet's node is another one when it is back: it knows none of the streams, and they end as broken ones do
kill_node office
ockam node start office
eventually 30 ended kind reset
eventually 10 counts kind streams_lost 1
eventually 20 counts kind streams 0
eventually 20 eval 'ockam tcp-inlet show web --at laptop | grep -q "up ("'
begin flow new 6000
touch streams/stop.new
eventually 20 test -s streams/new.client.ended
matches '^whole ' "$(<streams/new.client.ended)"
all_gone
