# What people type that can not work, and what they are told: each sentence says what failed, where, why and the next
# command. The table is data: EXIT :: COMMAND :: PART of the one line on standard error ... ANOTHER PART.
# Somebody who is no node and says nothing, whatever comes: a web server would answer a line.
python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 9000)); peers = []
while True: peers.append(s.accept())' &
eventually 30 listening 9000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam node stop n2 >/dev/null
unprivileged() { setpriv --bounding-set -net_bind_service --inh-caps -net_bind_service "$@"; }
unprivileged ockam node create low >/dev/null
nft add table ip dropped # a firewall that says nothing, and one that does
nft add chain ip dropped input '{ type filter hook input priority 0; }'
nft add rule ip dropped input tcp dport 4777 drop
nft add rule ip dropped input tcp dport 4778 reject with icmp type admin-prohibited
ockam tcp-outlet create --at n1 --to 22 >/dev/null
ockam tcp-outlet create --at hub --to 22 >/dev/null
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
printf '{ name: n5, threads: 99 }\n' >many.yaml
mkdir folder
sleep 1.1
long=$(printf 'x%.0s' {1..120})
id=I$(printf 'a%.0s' {1..64})

# -- who waits for long says so after a second, whether or not somebody looks. They wait beside the table.
waits() { ockam relay create "$1" --at /ip4/127.0.0.1/tcp/9000 --to n1 "${@:2}" 2>"$1.notes" >"$1.answer" || true; }
waits short --timeout 1s & waiting=($!)
waits long --timeout 3s & waiting+=($!)
waits quiet --timeout 3s --quiet & waiting+=($!)
script -qec "ockam relay create seen --at /ip4/127.0.0.1/tcp/9000 --to n1 --timeout 3s" /dev/null >seen.notes </dev/null || true & waiting+=($!)

# row EXIT PARTS COMMAND
row() {
  local wanted=$1 parts=$2 command=$3 status=0 at=$WORK/row.$BASHPID
  mkdir -p "$at"
  eval "$command" >"$at/stdout" 2>"$at/all" </dev/null || status=$?
  said=$(grep -v '^waiting for ' "$at/all" || true)
  printf '%-4s %s\n     %s\n' "$status" "$command" "$said"
  [ "$wanted" == "$status" ] || fail "wanted exit $wanted, got $status from: $command ($said)"
  [ "$(grep -cv "^waiting for " "$at/all")" == 1 ] || fail "more than one line from: $command ($said)"
  [ ! -s "$at/stdout" ] || fail "stdout of a failed command: $(<"$at/stdout")"
  while [ -n "$parts" ]; do
    has "${parts%% ... *}" "$said"
    [[ $parts == *" ... "* ]] || break
    parts=${parts#* ... }
  done
}
rows=0
while IFS= read -r row; do
  [[ -z $row || $row == \#* ]] && continue
  wanted=${row%% :: *} rest=${row#* :: }
  command=${rest%% :: *} parts=${rest#* :: }
  aside=""
  [[ $command != *"--timeout 2s"* ]] || aside=beside # what waits that long waits beside the table
  $aside row "$wanted" "$parts" "$command"
  rows=$((rows + 1))
done <<EOF
# -- words
2 :: ockam nod list :: unknown command nod (try: ockam node)
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
2 :: ockam tcp-inlet create --tls --to /node/n1/service/outlet :: --tls: an inlet speaks TLS with a certificate that you give it
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
70 :: OCKAM_HOME=$WORK/empty ockam tcp-outlet list :: node not found: there is none in $WORK/empty (try: ockam node create)
70 :: ockam message send hi --to /node/n9/service/echo :: node not found: n9
69 :: ockam message send hi --to /node/n2/service/echo :: node n2 is not running (try: ockam node start n2)
69 :: ockam secure-channel create --from n1 --to /node/n2/service/api :: node n2 is not running (try: ockam node start n2)
69 :: ockam tcp-outlet create --at n2 --to 22 :: node n2 is not running (try: ockam node start n2)
65 :: ockam node create 'my node' :: invalid node name: my node ... letters, digits
70 :: ockam node create n1 --threads 3 :: node n1 already exists and runs: threads is not set, and here 3 (another NAME, or first: ockam node stop n1)
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
65 :: ockam tcp-inlet create --at n1 --from 6100 --to n1/service/outlet :: neither a route nor the name of an outlet (--to /node/n1/service/outlet)
65 :: ockam tcp-inlet create --at n1 --from 6100 --to 127.0.0.1:7000 :: neither a route nor the name of an outlet (--to /ip4/127.0.0.1/tcp/7000/service/outlet)
65 :: ockam tcp-inlet create --at n1 --from 6100 --to tcp://127.0.0.1:7000 :: (--to /ip4/127.0.0.1/tcp/7000/service/outlet)
65 :: ockam tcp-inlet create --at n1 --from 6100 --to https://hub.example :: (--to /dnsaddr/hub.example/tcp/443/service/outlet)
65 :: ockam tcp-inlet create --at n1 --from 6100 --to 7000 :: --to 7000 is a port, and here belongs a route or the name of an outlet ... --from
65 :: ockam tcp-inlet create --at n1 --from https://127.0.0.1:6100 --to /node/hub/service/outlet :: is a URL, and here belongs HOST:PORT (write 127.0.0.1:6100;
65 :: ockam tcp-inlet create --at n1 --from /ip4/127.0.0.1/tcp/6100 --to /node/hub/service/outlet :: is a route, and here belongs HOST:PORT (write 127.0.0.1:6100)
65 :: ockam tcp-inlet create 6100 --at n1 --to /node/hub/service/outlet :: alias "6100": a number is a port (a port is said with --from)
65 :: ockam tcp-inlet create --at n1 --from 6100 --to /dnsaddr/hub.example/service/outlet :: segment 1, /dnsaddr/hub.example: a port must follow, like /tcp/4000
65 :: ockam tcp-outlet create x --at n1 --to https://127.0.0.1:3443 :: is a URL, and here belongs HOST:PORT (write 127.0.0.1:3443;
65 :: ockam tcp-outlet create x --at n1 --to 0 :: 0: nobody listens at port 0 (HOST:PORT, port 1 to 65535)
65 :: ockam message send hi --to /ip4/127.0.0.1/tcp/0/service/echo :: segment 2, /tcp/0: nobody listens at port 0
65 :: ockam relay create x --at hob --to n1 :: --at hob is not a route (--at /node/hob)
65 :: ockam relay create x --at https://hub.example --to n1 :: (--at /dnsaddr/hub.example/tcp/443)
65 :: ockam relay create a/b --at /node/hub --to n1 :: relay name "a/b": no '/'
65 :: ockam message send hi --to hub/service/uppercase :: an address starts with / (/node/hub/service/uppercase)
65 :: ockam message send hi --to /ip4/127.0.0.1:7000/service/echo :: is not an IPv4 address (/ip4/127.0.0.1/tcp/7000/service/echo)
65 :: ockam message send hi --to /ip4/hub.example/tcp/7000/service/echo :: is not an IPv4 address (/dnsaddr/hub.example/tcp/7000/service/echo)
77 :: ockam tcp-inlet create --at low --from 80 --to /node/hub/service/outlet :: cannot listen on 127.0.0.1:80: permission denied ... CAP_NET_BIND_SERVICE
77 :: unprivileged ockam node create n6 --tcp-listener-address 127.0.0.1:443 :: cannot listen on 127.0.0.1:443: permission denied ... CAP_NET_BIND_SERVICE
75 :: ockam message send hi --timeout 2s --to /ip4/127.0.0.1/tcp/4777/service/echo :: cannot connect to 127.0.0.1:4777: timed out (check the address and the firewalls)
75 :: ockam relay create fw --at 127.0.0.1:4777 --to n1 --timeout 2s :: cannot connect to 127.0.0.1:4777: timed out (check the address and the firewalls)
75 :: ockam secure-channel create --from n1 --to /ip4/127.0.0.1/tcp/4777/service/api --timeout 2s :: 127.0.0.1:4777: timed out (check the address and the firewalls)
69 :: ockam tcp-connection create --from n1 --to 127.0.0.1:4778 :: cannot connect to 127.0.0.1:4778: unreachable (check the address and the firewalls)
70 :: ockam message send hi --timeout 2s --to /ip4/127.0.0.1/tcp/9000/service/echo :: 127.0.0.1:9000 sent no version byte: is that a node?
75 :: ockam relay create web --at 127.0.0.1:9000 --to n1 --timeout 2s :: 127.0.0.1:9000 sent no version byte: is that a node?
69 :: ockam tcp-inlet create web9 --at n1 --from 6109 --to /ip4/127.0.0.1/tcp/9000/service/outlet --timeout 2s :: 127.0.0.1:9000 sent no version byte: is that a node? ... ockam tcp-inlet show web9 --at n1
65 :: OCKAM_HOME=$WORK/$long ockam node create n1 :: the path of the control socket is longer than 107 bytes ... OCKAM_HOME to a shorter path
66 :: ockam message send hi --to -/service/echo :: no route on standard input
65 :: ockam relay create x --at 7000 --to n1 :: --at 7000 is not a route (--at /ip4/127.0.0.1/tcp/7000)
65 :: ockam secure-channel create --from n1 --to 7000 :: --to 7000 is not a route (--to /ip4/127.0.0.1/tcp/7000/service/api)
65 :: ockam secure-channel create --from n1 --to 127.0.0.1:7000 :: (--to /ip4/127.0.0.1/tcp/7000/service/api)
65 :: ockam secure-channel create --from n1 --to https://hub.example :: (--to /dnsaddr/hub.example/tcp/443/service/api)
65 :: ockam secure-channel create --from n1 --to /node/hub :: ends with a node and names no listener there (--to /node/hub/service/api)
65 :: ockam secure-channel create --from n1 --to /node/hub/service/api --authorized bob :: bob is not an identifier (an identifier is the letter I and 64 hexadecimal digits)
65 :: ockam message send hi --to 7000 :: an address starts with / (/ip4/127.0.0.1/tcp/7000)
65 :: ockam message send hi --to 127.0.0.1:7000 :: an address starts with / (/ip4/127.0.0.1/tcp/7000)
65 :: ockam message send hi --to /node/hub :: names a node and no worker on it
70 :: ockam message send hi --to /node/hub/service/uppercase --identity bob :: identity not found: bob in $OCKAM_HOME
65 :: ockam tcp-inlet create --at n1 --from 6201 --to /node/hub :: --to /node/hub ends with a node and names no outlet there (--to /node/hub/service/outlet)
65 :: ockam tcp-inlet create --at n1 --from 6201 --to /ip4/127.0.0.1/tcp/7000/secure/api :: ends with a channel and names no outlet there
2 :: ockam tcp-inlet create --at n1 --from 6201 --to "" :: --to ROUTE is empty
65 :: ockam tcp-inlet create --at n1 --from /node/hub --to /node/hub/service/outlet :: /node/hub is a route, and here belongs HOST:PORT
65 :: ockam tcp-connection create --from n1 --to /node/hub :: /node/hub is a route, and here belongs HOST:PORT
65 :: ockam tcp-outlet create --at n1 --from 127.0.0.1:80 --to 80 :: --from 127.0.0.1:80 is a port, and here belongs the outlet's name (--to 127.0.0.1:80 says where it leads)
65 :: ockam tcp-outlet create 5432 --at n1 --to 80 :: --from 5432 is a port, and here belongs the outlet's name
65 :: ockam tcp-outlet create x --at /ip4/127.0.0.1/tcp/7000 --to 80 :: leads to another machine, and here belongs a node of this home (its NAME, or /node/NAME)
69 :: ockam tcp-inlet create down --at n1 --from 6202 --to /node/n2/service/outlet :: connection refused); node n1 goes on trying; node n2 is not running (try: ockam node start n2)
69 :: ockam relay create down --at /node/n2 --to n1 :: node n2 is not running (try: ockam node start n2)
69 :: ockam relay create down --at /ip4/127.0.0.1/tcp/4999 --to n1 :: cannot connect to 127.0.0.1:4999: connection refused (check that something listens there)
69 :: ockam tcp-inlet create wep --at n1 --from 6203 --to /node/hub/service/wep :: inlet wep listens on 127.0.0.1:6203, and its route is degraded (no outlet wep there); node n1 goes on trying (try: ockam tcp-inlet show wep --at n1)
69 :: ockam tcp-inlet create upper --at n1 --from 6204 --to /node/hub/secure/api/service/uppercase :: (no outlet uppercase there)
# -- what is there already, what is not there
73 :: ockam tcp-outlet create outlet --at n1 --to 5432 :: tcp-outlet outlet exists already: to is 127.0.0.1:22, and here 127.0.0.1:5432 (another name, or first: ockam tcp-outlet delete outlet)
73 :: ockam tcp-outlet create other --at n1 --to 5432 --alias outlet :: exists already (another name: --alias NAME)
73 :: ockam tcp-inlet create web --at n1 --from 6001 --to /node/hub/service/outlet :: web exists already: 
73 :: ockam relay create first --at /node/hub --to n1 >/dev/null; ockam relay create first --at /node/hub --to n1 --allow role=a :: relay first exists already: allow is not said, and here role=a
70 :: ockam tcp-outlet delete db --at n1 :: tcp-outlet db not found (try: ockam tcp-outlet list)
73 :: ockam identity create alice :: identity alice already exists (try: ockam identity show alice)
70 :: ockam identity show bob :: identity not found: bob in $OCKAM_HOME
70 :: ockam message send hi --to /node/hub/secure/api/service/echo --identity bob :: identity not found: bob in $OCKAM_HOME
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
70 :: OCKAM_HOME=$WORK/third ockam project show garden :: project not found: garden in $WORK/third
70 :: ockam project import nowhere.json :: cannot read nowhere.json: No such file
77 :: OCKAM_HOME=$WORK/third ockam project-member list :: asked as default, I ... --identity NAME
65 :: OCKAM_HOME=$WORK/other ockam project ticket --relay a/b :: relay name "a/b": no '/'
65 :: OCKAM_HOME=$WORK/other ockam project-member add $id --relay 'my office' :: relay name "my office": no blanks
65 :: OCKAM_HOME=$WORK/other ockam project ticket --usage-count 0 :: --usage-count 0 is not a number of uses (1 to 1000
65 :: OCKAM_HOME=$WORK/other ockam project ticket --expires-in soon :: "soon" is not a time (90s, 10m, 2h or 7d)
65 :: ockam project create 'a b' :: invalid project name: a b
65 :: ockam project create x --access-host https://hub.example :: --access-host https://hub.example is no name or address of a host
65 :: ockam project create x --access-host hub.example:4000 :: --access-host hub.example:4000 is no name or address of a host (such as hub.example.net; the port is that of --tcp-listener-address)
# -- rules, files
65 :: ockam policy create --at n1 --resource 'a b' --allow x=y :: worker name "a b": no blanks
65 :: ockam run https://hub.example/n.yaml :: is on another machine, and nothing is fetched from there (curl URL | ockam run -)
65 :: ockam config check https://hub.example/n.yaml :: is on another machine, and nothing is fetched from there
70 :: ockam run nowhere.yaml :: nowhere.yaml
78 :: ockam config check many.yaml :: threads: 99 is no number of threads (1 to 64)
65 :: ockam node create n6 --threads 99 :: 99 ... 1 to 64
78 :: ockam run typo.yaml :: typo.yaml:3:5: ... did you mean
78 :: ockam config check broken.yaml :: broken.yaml:
EOF
joined
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

# -- and who waited for long has said so
wait "${waiting[@]}"
is 1 "$(wc -l <short.notes)"
has "waiting for /ip4/127.0.0.1/tcp/9000 to confirm relay long, 2 s more at most" "$(<long.notes)"
is "" "$(<long.answer)"
is 1 "$(wc -l <quiet.notes)"
has "waiting for /ip4/127.0.0.1/tcp/9000 to confirm relay seen, 2 s more at most" "$(<seen.notes)"

OCKAM_HOME=$WORK/other ockam node delete --all --yes >/dev/null
all_gone
