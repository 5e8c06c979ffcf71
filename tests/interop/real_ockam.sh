# The real Ockam against one of our nodes: it talks to it, through it, and has
# itself relayed by it, in clear and through secure channels, for longer than its pings take to notice that something is wrong.
source "$TESTS/interop/real.sh"
ockam node create foreign --tcp-listener-address 127.0.0.1:4100
ockam tcp-outlet create --at foreign --from /service/outlet --to 127.0.0.1:17999
OCKAM=$rs WORK=$WORK/rs bash "$TESTS/interop/sequences.sh" 4100 | tee sequences
is "passed 22 failed 0" "$(tail -1 sequences)"
all_gone
