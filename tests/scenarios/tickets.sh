# Who becomes a member of a project with a ticket, who does not, and what members and enrollers may.
# on HOME COMMAND...
on() { OCKAM_HOME=$WORK/$1 "$OCKAM" "${@:2}"; }
attribute() { python3 -c 'import json, sys; print(json.load(sys.stdin)["attributes"].get(sys.argv[1], "-"))' "$1"; }
on hub project create default --tcp-listener-address 127.0.0.1:4000 >/dev/null

# -- a ticket says what its holder will be
on hub project ticket --relay b --attribute role=server --attribute site=x >b.ticket
on b project enroll b.ticket --output json >member
is server "$(attribute role <member)"
is b "$(attribute ockam-relay <member)"
is - "$(attribute ockam-role <member)"
is default "$(on b project enroll b.ticket)" # a member already: nothing is asked of the ticket
refused 77 "the ticket is used up" on c project enroll b.ticket
refused 77 "is no member of project default" on c message send hello --to "$(
  on c project import <(on hub project information --output json) >/dev/null
  echo /project/default/service/echo)"

# -- by argument, file, standard input and environment; never in a log or in the environment of a node
for how in argument file input variable; do on hub ticket >$how.ticket; done
is default "$(on argument enroll "$(<argument.ticket)")"
is default "$(on file enroll file.ticket)"
is default "$(on input enroll - <input.ticket)"
is variable "$(ENROLLMENT_TICKET=$(<variable.ticket) on variable node create variable)"
code=$(cut -d, -f4 variable.ticket)
! grep -rq "$code" "$WORK/variable" || fail "the ticket was kept"
for process in $(pgrep -f 'ockam.* node create'); do
  ! tr '\0' '\n' </proc/$process/environ | grep -q "$code" || fail "the ticket is in a node's environment"
done

# -- as many as it says, however many come at once
on hub project ticket --usage-count 3 >three.ticket
for i in 1 2 3 4 5 6 7 8 9 10; do
  (on m$i project enroll three.ticket >/dev/null 2>&1 && touch entered$i || true) &
  waiting+=($!)
done
wait "${waiting[@]}"
is 3 "$(ls entered* | wc -l)"

# -- expired, forged, of somebody else
on hub project ticket --expires-in 1s >short.ticket
sleep 2.1
refused 77 "the ticket has expired" on late project enroll short.ticket
sed 's/,[0-9a-f]\{64\},/,'"$(printf '0%.0s' {1..64})"',/' three.ticket >forged.ticket
refused 77 "its authority never made it" on forger project enroll forged.ticket
on other project create other --tcp-listener-address 127.0.0.1:4001 >/dev/null
on other project ticket >other.ticket
# the other's code in our ticket
paste -d, <(cut -d, -f1-3 three.ticket) <(cut -d, -f4 other.ticket) <(cut -d, -f5- three.ticket) >foreign.ticket
refused 77 "the ticket is none of project default" on forger project enroll foreign.ticket
refused 70 "no file nowhere.ticket, and the text itself is no ticket" on forger project enroll nowhere.ticket
echo nothing >garbage.ticket
refused 65 "garbage.ticket holds no ticket: " on forger project enroll garbage.ticket
refused 65 "ticket: " on forger project enroll "${code:0:20}"

# -- what is an enroller's
for command in "project ticket" "project-member list" "project-member add I$(printf 'a%.0s' {1..64})"; do
  refused 77 "the authority of project default says" on b $command
done
on hub project ticket --enroller >enroller.ticket
on e project enroll enroller.ticket >/dev/null
on e project ticket --relay d >d.ticket
on d project enroll d.ticket >/dev/null
d=$(on d identity show)
has "$d" "$(on e project-member list)"
has "$d" "$(on e project-member list-ids)"
has "ockam-relay=d" "$(on e project-member show "$d")"
is "$d" "$(on e project-member delete "$d")"
refused 77 "not found" on e project-member show "$d"
f=$(on f identity create f)
is "$f" "$(on e project-member add "$f" --relay f --attribute role=client)"
on f project import <(on hub project information --output json) >/dev/null
is HELLO "$(on f message send hello --to /project/default/service/uppercase)"

# -- what the authority did, and refused
audited=$(on hub audit list --count 1000)
has " $(on b identity show) create ticket: " "$audited"
has " $(on e identity show) remove member $d: done" "$audited"
last=$(on hub audit list --count 1 --output json)
is 1 "$(grep -c '"number"' <<<"$last")"
refused 65 "--count 0 is no number" on hub audit list --count 0
refused 70 "hosts neither project nor authority" on f audit list
(timeout -s INT 20 env OCKAM_HOME="$WORK/hub" ockam audit follow --count 1 --output json || true) >followed &
follower=$!
eventually 5 test -s followed
on hub project-member add "$f" --relay g >/dev/null
added() { grep -q "\"what\":\"add member\",\"who\"" followed && [ "$(wc -l <followed)" -ge 2 ]; }
eventually 5 added
kill $follower 2>/dev/null || true

for home in variable hub other; do on $home node delete --all --yes >/dev/null; done
eventually 5 no_node_runs
