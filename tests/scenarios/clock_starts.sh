# Nodes that start while the clock of the day is years behind, or ahead, and is set right later: nothing has to be started
# again. What cannot be right is not signed, and machines whose clocks differ say so.
jump() { python3 -c 'import struct,sys
with open(sys.argv[1], "r+b") as file: file.write(struct.pack("q", int(sys.argv[2])))' "$WORK/$1.clock" "$2"; }
# on MACHINE COMMAND...: with a home and a clock of its own.
on() { OCKAM_HOME=$WORK/$1 OCKAM_CLOCK_OFFSET=$WORK/$1.clock LD_PRELOAD=$BUILD/clock_offset.so command ockam "${@:2}"; }
export ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-}
for machine in hub pi laptop boss member late; do mkdir -m 700 "$WORK/$machine"; truncate -s 8 "$WORK/$machine.clock"; done
says() { [ "$(on laptop message send hi --timeout 1s --to "$1")" == hi ]; }
serve 9000
year=31536000

# a relay's host, its owner and who comes through it
through_a_relay() {
  local offset
  on hub identity create >/dev/null
  on pi identity create >/dev/null
  on laptop identity create >/dev/null
  hub=/ip4/127.0.0.1/tcp/7000
  for offset in -1795000000 -$((54 * year / 10)) 172800; do
    jump hub $offset
    jump pi $offset
    on hub node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
    on pi node create pi --tcp-listener-address 127.0.0.1:7001 >/dev/null
    on pi relay create pi --at $hub/secure/api --to pi --no-connection-wait >/dev/null 2>&1
    jump hub 0
    jump pi 0
    eventually 15 says /ip4/127.0.0.1/tcp/7001/secure/api/service/echo
    eventually 30 says $hub/service/forward_to_pi/secure/api/service/echo
    on hub node delete hub >/dev/null
    on pi node delete pi >/dev/null
  done
}
beside through_a_relay

# an authority and its members
on boss project create office --tcp-listener-address 127.0.0.1:7100 >/dev/null
on boss project ticket >"$WORK/first"
in_a_project() {
  local offset
  on boss project ticket --relay '*' >"$WORK/ticket"
  on member project enroll "$WORK/ticket" >/dev/null
  on member node create m --project office >/dev/null
  on member node stop m >/dev/null
  on boss node stop project-office >/dev/null
  for offset in -1795000000 -$((54 * year / 10)) 172800; do
    jump boss $offset
    jump member $offset
    on boss node start project-office >/dev/null
    on member node start m >/dev/null
    on member relay create m --at /project/office --to m --no-connection-wait >/dev/null 2>&1
    jump boss 0
    jump member 0
    is_up() { [[ "$(on member relay show m --to m --output json)" == *'"status": "up"'* ]]; }
    eventually 45 is_up
    is_member() { [[ "$(on member node show m)" == *member* ]]; }
    eventually 30 is_member
    on member relay delete m --to m >/dev/null
    on member node stop m >/dev/null
    on boss node stop project-office >/dev/null
  done
  on boss node start project-office >/dev/null
}
beside in_a_project

# what cannot be right is not signed
jump late -1795000000
refused 78 "the clock of this machine is wrong: it says 1970-" on late identity create
refused 78 "timedatectl status" on late node create n1
is "[]" "$(on late identity list --output json 2>/dev/null)"
jump late 0
on late identity create >/dev/null
jump late -$((2 * year))
refused 78 "the clock of this machine is wrong" on late credential issue --for "$(on late identity show)"

joined

# two machines whose clocks differ
jump late -1200
refused 77 "the clock here and there differ by 20 min (it is earlier here), so what is signed there does not hold here; the ticket was taken" on late project enroll "$WORK/first"
jump late 7200
has "the clock here and there differ by 2 h (it is later here)" "$(on late project enroll "$WORK/first" 2>&1)"
jump late 0
on late project enroll "$WORK/first" >/dev/null 2>&1
for machine in hub pi laptop boss member late; do on $machine node delete --all --yes >/dev/null 2>&1; done
eventually 10 no_node_runs
