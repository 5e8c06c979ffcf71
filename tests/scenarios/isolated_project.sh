# Teams that share a project and its node, and do not reach each other, without a rule at any outlet.
on() { OCKAM_HOME=$WORK/$1 "$OCKAM" "${@:2}"; }
on hub project create default --tcp-listener-address 127.0.0.1:4000 --isolate >/dev/null
member() { # NAME OPTIONS OF ITS TICKET
  on hub project ticket "${@:2}" >"$1.ticket"
  on "$1" project enroll "$1.ticket" >/dev/null
}
member red1 --team red --relay red1
member red2 --team red
member blue --team blue --relay blue
member guest --reach red1
member nobody --attribute role=guest
for name in red1 blue; do
  on $name node create $name >/dev/null
  on $name relay create $name --at /project/default --to $name >/dev/null
done
ask() { on "$1" message send hello --timeout 2s --to "/project/default/service/forward_to_$2/service/uppercase"; }
is HELLO "$(ask red2 red1)"
is HELLO "$(ask red1 red1)" # one's own
is HELLO "$(ask blue blue)"
is HELLO "$(ask guest red1)"
for pair in "red2 blue" "blue red1" "guest blue" "nobody red1" "nobody blue"; do
  beside refused 70 "no reply" ask $pair
done
joined
has "is in no team of its owner" "$(<"$WORK/hub/nodes/project-default/log")"

# -- who leaves the team loses what it had opened there, a channel from end to end included
on red2 node create red2 >/dev/null
on red2 secure-channel create --from red2 --to /project/default/service/forward_to_red1/service/api >channel
through() { on red2 message send hello --timeout 1s --from red2 --to "$(<channel)/service/uppercase"; }
is HELLO "$(through)"
red2=$(on red2 identity show 2>/dev/null | grep -o 'I[0-9a-f]\{64\}' | head -1)
on hub project-member update "$red2" --team blue >/dev/null
lost() { ! through; }
eventually 5 lost
on hub project-member update "$red2" --team red >/dev/null
found() { [ "$(ask red2 red1)" == HELLO ]; }
eventually 15 found

# -- it stays so when the project's node starts again
on hub node stop project-default >/dev/null
on hub node start project-default >/dev/null
again() { [ "$(ask red2 red1)" == HELLO ]; }
eventually 30 again
refused 70 "no reply" ask nobody red1
for home in red1 red2 blue hub; do on $home node delete --all --yes >/dev/null; done
