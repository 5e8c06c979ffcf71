# What members of a project are told when something is not as they think: rights they do not have, people who are not
# there, clocks that are wrong. Each is one line that says what failed, where, why and the next command.
#   boss: the project's node    home: relay home, outlets web (members), adm (role=admin)    lap: inlets
jump() { python3 -c 'import struct,sys
with open(sys.argv[1], "r+b") as file: file.write(struct.pack("q", int(sys.argv[2])))' "$WORK/$1.clock" "$2"; }
# on MACHINE COMMAND...: with a home and a clock of its own.
on() { OCKAM_HOME=$WORK/$1 OCKAM_CLOCK_OFFSET=$WORK/$1.clock LD_PRELOAD=$BUILD/clock_offset.so command ockam "${@:2}"; }
export ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-}
machine() { rm -rf "${WORK:?}/$1"; mkdir -m 700 "$WORK/$1"; truncate -s 8 "$WORK/$1.clock"; }
for each in boss home lap; do machine $each; done
serve 9000
on boss project create office --tcp-listener-address 127.0.0.1:4000 >/dev/null
on boss project ticket --relay home >home.ticket
on boss project ticket --attribute role=user >lap.ticket
on home project enroll home.ticket >/dev/null
on lap project enroll lap.ticket >/dev/null
on home node create home --project office >/dev/null
on lap node create lap --project office >/dev/null
lap=$(on lap identity show)
echo "the table of what members are told:"
# told EXIT PART COMMAND...
told() {
  refused "$@"
  printf '%-4s %s\n     %s\n' "$1" "${*:3}" "$said"
}

# -- who was never a member
outsider() {
  machine late
  on boss project information office --output json >office.json
  on late project import office.json >/dev/null
  late=$(on late identity create >/dev/null; on late identity show)
  told 69 "node n is not in project office: $late is no member of project office; the authority of project office says: unauthorized member; the node runs, and goes on asking" \
    on late node create n --project office
  on boss project-member add "$late" >/dev/null
  in_it() { [[ "$(on late node show n)" == *"Status: member"* ]]; }
  eventually 30 in_it
  on late node delete n --yes >/dev/null
}
beside outsider

# -- two machines whose clocks differ: who enrolls, and who is a member already
# clocks_differ MACHINE OFFSET NUMBER UNIT WHICH
clocks_differ() {
  local late=$1 offset=$2 number=$3 unit=$4 which=$5
  machine $late
  on boss project ticket >$late.ticket
  jump $late "$offset"
  told 77 "the clock here and there differ by $number $unit (it is $which here), so what is signed there does not hold here" \
    on $late project enroll $late.ticket
  has "the ticket was taken: once the clocks agree, enroll again (set the clock that is wrong: timedatectl status)" "$said"
  jump $late 0
  on $late project enroll $late.ticket >/dev/null
  jump $late "$offset"
  told 76 "/project/office: the authority of project office sent what does not hold: the clock here and there differ by $number $unit (it is $which here)" \
    on $late message send hi --to /project/office/service/echo
  has "(set the clock that is wrong: timedatectl status)" "$said"
  told 69 "node n is not in project office: the authority of project office sent what does not hold: the clock here and there differ by $number $unit" \
    on $late node create n --project office
  clock_is_said() { [[ "$(on $late node show n)" == *"the clock here and there differ by $number $unit (it is $which here)"* ]]; }
  eventually 20 clock_is_said
  on $late node delete n --yes >/dev/null
}
beside clocks_differ late1 -1200 20 min earlier
beside clocks_differ late2 -86400 24 h earlier
beside clocks_differ late3 172800 2 days later

# -- a relay's name that the credential does not grant
told 77 "relay web at /project/office: this member's ticket allows no relay (an enroller of the project allows it: ockam project-member update $lap --relay web" \
  on lap relay create web --at /project/office --to lap
has "or a new member's ticket: ockam project ticket --relay web" "$said"
told 77 "relay work at /project/office: this member's ticket allows relay home, and not work (an enroller of the project allows it" \
  on home relay create work --at /project/office --to home
is "[]" "$(on lap relay list --to lap --output json)"

# -- refused by a policy: both sides know why, or as much as they may
on home relay create home --at /project/office --to home >/dev/null
on home tcp-outlet create --at home --from web --to 9000 >/dev/null
on home tcp-outlet create --at home --from adm --to 9000 --allow role=admin >/dev/null
on lap tcp-inlet create web --at lap --from 6000 --via home --to web >/dev/null
on lap tcp-inlet create adm --at lap --from 6001 --via home --to adm >/dev/null 2>&1 || true
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
! curl -s --max-time 10 127.0.0.1:6001 || fail "a policy lets everybody in"
has "Status: degraded (refused there: no outlet adm that this node may use)" "$(on lap tcp-inlet show adm --at lap)"
has "refused there: no outlet adm" "$(on lap doctor || true)"
has "$lap is denied by the policy (= subject.role \"admin\")" "$(on home tcp-outlet show adm --at home)"
has "Allow: (= subject.role \"admin\")" "$(on home tcp-outlet list --at home)"
on boss project-member update "$lap" --attribute role=admin >/dev/null
serves() { [ "$(curl -s --max-time 5 127.0.0.1:6001)" == "hello from the web server" ]; }
eventually 20 serves
has "Status: up" "$(on lap tcp-inlet show adm --at lap)"

# -- the relay's owner is away
on home node stop home >/dev/null
beside told 75 "nobody has registered relay home there, or who has does not answer (at the node that has the relay: ockam relay list)" \
  on lap message send hi --from lap --to /project/office/service/forward_to_home/secure/api/service/echo --timeout 2s
trace() { # prints how far it came, and then fails
  ! on lap route trace /project/office/service/forward_to_home/secure/api/service/web --from lap >trace 2>notes || fail "a trace to nobody"
  has "nobody has registered that relay, or who has does not answer (try: ockam relay list, at the node of project office)" "$(<notes)"
}
beside trace
told 69 "nobody has registered relay home there, or who has does not answer" \
  on lap tcp-inlet create away --at lap --via home --to web --timeout 2s
has "(try: ockam tcp-inlet show away --at lap)" "$said"
joined
on home node start home >/dev/null

# -- no member any more
on boss project-member delete "$lap" >/dev/null
no_member="$lap is no member of project office; the authority of project office says: unauthorized member"
knows() { [[ "$(on lap node show lap)" == *"Status: no member ($no_member)"* ]]; }
eventually 30 knows
told 77 "$no_member (try: ockam project enroll TICKET)" on lap message send hi --from lap --to /project/office/service/echo --timeout 3s
told 77 "$no_member (try: ockam project enroll TICKET)" on lap relay create x --at /project/office --to lap
told 69 "$no_member" on lap tcp-inlet create gone --at lap --via home --to web
has "it is no member of office: $no_member" "$(on lap doctor || true)"
told 77 "asked as default, $lap (--identity NAME to ask as an enroller of the project)" on lap project ticket

for each in boss home lap; do jump $each 0; on $each node delete --all --yes >/dev/null 2>&1; done
eventually 10 no_node_runs
