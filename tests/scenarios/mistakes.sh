# What people type that can not work, and what they are told: each sentence says what failed, where, why and the next
# command. The table is data: EXIT :: COMMAND :: PART of the one line on standard error ... ANOTHER PART.
serve 9000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam node stop n2 >/dev/null
ockam tcp-outlet create --at n1 --to 22 >/dev/null
ockam tcp-inlet create web --at n1 --from 6000 --to /node/hub/service/outlet >/dev/null
ockam identity create alice >/dev/null
OCKAM_HOME=$WORK/other ockam project create office >/dev/null
OCKAM_HOME=$WORK/other ockam project ticket >good.ticket
OCKAM_HOME=$WORK/other ockam project ticket --expires-in 1s >late.ticket
OCKAM_HOME=$WORK/third ockam enroll good.ticket >/dev/null
echo nothing >garbage.ticket
tr 0123456789 1234567890 <good.ticket >tampered.ticket
printf 'nodes:\n  n5:\n    tcp-outlts: { web: { to: 80 } }\n' >typo.yaml
printf 'nodes:\n  n5: { threads: many\n' >broken.yaml
mkdir folder
sleep 1.1
long=$(printf 'x%.0s' {1..120})
id=I$(printf 'a%.0s' {1..64})

rows=0
while IFS= read -r row; do
  [[ -z $row || $row == \#* ]] && continue
  wanted=${row%% :: *} rest=${row#* :: }
  command=${rest%% :: *} parts=${rest#* :: }
  status=0
  eval "$command" >"$WORK/stdout" 2>"$WORK/all" </dev/null || status=$?
  grep -v '^waiting for ' "$WORK/all" >"$WORK/stderr" || true
  said=$(<"$WORK/stderr")
  printf '%-4s %s\n     %s\n' "$status" "$command" "$said"
  [ "$wanted" == "$status" ] || fail "wanted exit $wanted, got $status from: $command ($said)"
  [ "$(wc -l <"$WORK/stderr")" == 1 ] || fail "more than one line from: $command ($said)"
  [ ! -s "$WORK/stdout" ] || fail "stdout of a failed command: $(<"$WORK/stdout")"
  while [ -n "$parts" ]; do
    has "${parts%% ... *}" "$said"
    [[ $parts == *" ... "* ]] || break
    parts=${parts#* ... }
  done
  rows=$((rows + 1))
done <<EOF
# -- words
2 :: ockam nod list :: unknown command nod (try: ockam node)
2 :: ockam share 3000 :: unknown command share (try: ockam tcp-outlet create --to PORT
2 :: ockam http 3000 :: (try: ockam tcp-outlet create --to PORT
2 :: ockam expose 3000 :: (try: ockam tcp-outlet create --to PORT
2 :: ockam serve 3000 :: (try: ockam tcp-outlet create --to PORT
2 :: ockam inlet create :: (try: ockam tcp-inlet create
2 :: ockam outlet create :: (try: ockam tcp-outlet create
2 :: ockam portal create :: (try: ockam tcp-inlet create
2 :: ockam connect home :: (try: ockam tcp-inlet create
2 :: ockam login :: (try: ockam enroll TICKET)
2 :: ockam logs n1 :: (try: ockam node logs NAME)
2 :: ockam ping n1 :: (try: ockam route ping ROUTE)
2 :: ockam node shw n1 :: unknown verb shw of node (try: ockam node show)
2 :: ockam node ls :: unknown verb ls of node (try: ockam node list)
2 :: ockam relay rm x :: unknown verb rm of relay (try: ockam relay delete)
2 :: ockam help nod :: unknown command nod (try: ockam node)
2 :: ockam tcp-outlet create --tls --to 3443 :: unknown option --tls
2 :: ockam node create --treads 2 :: unknown option --treads (did you mean --threads?)
2 :: ockam tcp-outlet create :: --to HOST:PORT is missing
2 :: ockam message send --to /node/n1/service/echo :: MESSAGE is missing
2 :: ockam tcp-outlet create --to "" :: --to HOST:PORT is empty
2 :: ockam node show n1 n2 :: unexpected argument n2
2 :: ockam node list --output yaml :: --output yaml is neither plain nor json
# -- nodes
70 :: ockam node show n9 :: node not found: n9 in $OCKAM_HOME ... ockam node list
70 :: ockam node stop n9 :: node not found: n9 in $OCKAM_HOME
70 :: ockam relay list --at n9 :: node not found: n9 in $OCKAM_HOME
70 :: OCKAM_HOME=$WORK/empty ockam tcp-outlet create --to 3000 :: node not found: there is none in $WORK/empty (try: ockam node create)
70 :: ockam message send hi --to /node/n9/service/echo :: node not found: n9
69 :: ockam message send hi --to /node/n2/service/echo :: node n2 is not running (try: ockam node start n2)
69 :: ockam secure-channel create --from n1 --to /node/n2/service/api :: node n2 is not running (try: ockam node start n2)
69 :: ockam tcp-outlet create --at n2 --to 22 :: node n2 is not running (try: ockam node start n2)
65 :: ockam node create 'my node' :: invalid node name: my node ... letters, digits
70 :: ockam node create n1 :: node n1 already exists and runs (try: ockam node show n1)
74 :: ockam node create n6 --tcp-listener-address 127.0.0.1:7000 :: 127.0.0.1:7000: address already in use ... --tcp-listener-address 127.0.0.1:0
# -- addresses
74 :: ockam tcp-inlet create --at n1 --from 9000 --to /node/hub/service/outlet :: 127.0.0.1:9000: address already in use (choose another port
65 :: ockam tcp-inlet create --at n1 --from 70000 --to /node/hub/service/outlet :: 70000
65 :: ockam tcp-inlet create --at n1 --from 192.0.2.1:6100 --to /node/hub/service/outlet :: cannot listen on 192.0.2.1:6100: not an address of this host
65 :: ockam message send hi --to /nod/n1/service/echo :: /nod/n1/service/echo: segment 1, "nod"
65 :: ockam message send hi --to /node/n1/service :: segment 2, "service" has no value
65 :: ockam message send hi --to /service/echo :: starts at a worker, but of no node ... /node/NAME
65 :: ockam message send hi --timeout soon --to /node/n1/service/echo :: soon
69 :: ockam message send hi --to /dnsaddr/nobody.invalid/tcp/4000/service/echo :: cannot resolve nobody.invalid
69 :: ockam message send hi --to /ip4/127.0.0.1/tcp/4999/service/echo :: 127.0.0.1:4999 ... refused ... check that something listens there
66 :: ockam message send hi --to -/service/echo :: no route on standard input
# -- what is there already, what is not there
73 :: ockam tcp-outlet create --at n1 --to 5432 :: outlet exists already (another name: --from NAME)
73 :: ockam tcp-outlet create other --at n1 --to 5432 --alias outlet :: exists already (another name: --alias NAME)
73 :: ockam tcp-inlet create web --at n1 --from 6001 --to /node/hub/service/outlet :: web exists already (another ALIAS
70 :: ockam tcp-outlet delete db --at n1 :: tcp-outlet db not found (try: ockam tcp-outlet list)
73 :: ockam identity create alice :: identity alice already exists (try: ockam identity show alice)
70 :: ockam identity show bob :: identity not found: bob in $OCKAM_HOME
70 :: ockam node create n6 --identity bob :: identity not found: bob in $OCKAM_HOME
70 :: ockam vault show v9 :: vault not found: v9 in $OCKAM_HOME
65 :: ockam tcp-outlet create web --from db --at n1 --to 80 :: NAME is given twice: web and --from db
# -- projects and tickets
70 :: ockam project show :: project not found: $OCKAM_HOME knows none (try: ockam project enroll TICKET
70 :: ockam relay create home :: project not found: $OCKAM_HOME knows none
70 :: ockam tcp-inlet create --at n1 --via office --to web :: project not found: $OCKAM_HOME knows none
70 :: ockam project ticket :: project not found: $OCKAM_HOME knows none
70 :: ockam enroll nowhere.ticket :: no file nowhere.ticket, and the text itself is no ticket
70 :: ockam node create n6 --enrollment-ticket nowhere.ticket :: no file nowhere.ticket
65 :: ockam enroll folder :: folder is a directory, not a ticket
65 :: ockam enroll garbage.ticket :: garbage.ticket holds no ticket
65 :: ockam enroll tampered.ticket :: tampered.ticket holds no ticket
77 :: OCKAM_HOME=$WORK/late ockam enroll good.ticket :: the ticket is used up ... an enroller of the project prints another one: ockam project ticket
77 :: OCKAM_HOME=$WORK/late ockam enroll late.ticket :: the ticket has expired ... ockam project ticket
65 :: OCKAM_HOME=$WORK/third ockam enroll :: TICKET is missing; $WORK/third knows project office already ... ockam project ticket
70 :: OCKAM_HOME=$WORK/third ockam project show garden :: project not found: garden in $WORK/third
70 :: ockam project import nowhere.json :: cannot read nowhere.json: No such file
77 :: OCKAM_HOME=$WORK/third ockam project-member list :: asked as default, I ... --identity NAME
# -- rules, files
70 :: ockam run nowhere.yaml :: nowhere.yaml
78 :: ockam run typo.yaml :: typo.yaml:3:5: ... did you mean
78 :: ockam config check broken.yaml :: broken.yaml:
EOF
echo "$rows rows"

# -- a rule has its place shown, too
status=0
ockam tcp-outlet create x --at n1 --to 80 --allow 'role=' 2>notes || status=$?
is 65 "$status"
has "--allow: policy, column 6: expected a value" "$(<notes)"

# -- nothing there is no failure: it is told where somebody looked
OCKAM_HOME=$WORK/empty ockam node list 2>notes
has "No nodes registered on this system! Looked in $WORK/empty" "$(<notes)"
OCKAM_HOME=$WORK/empty ockam project list >/dev/null 2>notes
has "no projects in $WORK/empty" "$(<notes)"
OCKAM_HOME=$WORK/empty ockam identity list >/dev/null 2>notes
has "no identities in $WORK/empty" "$(<notes)"
[ ! -e "$WORK/empty" ] || fail "looking made a home"

# -- help in any order
is "$(ockam relay create --help)" "$(ockam help relay create)"
is "$(ockam relay --help)" "$(ockam help relay)"
is "$(ockam --help)" "$(ockam help)"

# -- who waits says so
ockam relay create x --at /ip4/127.0.0.1/tcp/9000 --to n1 --timeout 3s 2>notes >/dev/null || true
has "waiting for /ip4/127.0.0.1/tcp/9000 to confirm relay x, 2 s more at most" "$(<notes)"
ockam relay create x --at /ip4/127.0.0.1/tcp/9000 --to n1 --timeout 3s --quiet 2>notes >/dev/null || true
is 1 "$(wc -l <notes)"

OCKAM_HOME=$WORK/other ockam node delete --all --yes >/dev/null
all_gone
