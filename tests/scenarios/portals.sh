# Inlets and outlets are made, listed, shown and deleted, and say why they can not be.
serve 9000
ockam node create n1
ockam node create n2
is /service/outlet "$(ockam tcp-outlet create --at n1 --to 127.0.0.1:9000)"
is /service/outlet "$(ockam tcp-outlet create --at n1 --to 127.0.0.1:9000)" # the same again
refused 73 "already" ockam tcp-outlet create outlet --at n1 --to 127.0.0.1:9001
is 127.0.0.1:6000 "$(ockam tcp-inlet create web --at n2 --from 6000 --to /node/n1/service/outlet)"
refused 73 "tcp-inlet web exists already: alias is web, and here other" ockam tcp-inlet create other --at n2 --from 6000 --to /node/n1/service/outlet
refused 73 "already" ockam tcp-inlet create web --at n2 --from 6001 --to /node/n1/service/outlet
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
has 127.0.0.1:6000 "$(ockam tcp-inlet list --at n2)"
has 127.0.0.1:9000 "$(ockam tcp-outlet show outlet --at n1)"

# a dead target gets the client a prompt end, not silence
ockam tcp-outlet create --at n1 --from dead --to 127.0.0.1:1
ockam tcp-inlet create dead --at n2 --from 6002 --to /node/n1/service/dead
start=$SECONDS
curl -sS --max-time 10 127.0.0.1:6002 2>/dev/null && fail "an answer from nobody"
[ $((SECONDS - start)) -le 2 ] || fail "a client of a dead target waited $((SECONDS - start)) s"

# an outlet that comes after its inlet works; until then the inlet says that it is not there
refused 69 "its route is degraded (no outlet late there); node n2 goes on trying (try: ockam tcp-inlet show early --at n2)" \
  ockam tcp-inlet create early --at n2 --from 6003 --to /node/n1/service/late
has "Status: degraded (no outlet late there)" "$(ockam tcp-inlet show early --at n2)"
curl -sS --max-time 2 127.0.0.1:6003 2>/dev/null && fail "an answer from nobody"
ockam tcp-outlet create --at n1 --from late --to 127.0.0.1:9000
up() { ockam tcp-inlet show early --at n2 | grep -q "Status: up"; }
eventually 10 up # before any client asks
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6003)"

# the far node restarts: the inlet finds it again
ockam node stop n1
curl -sS --max-time 10 127.0.0.1:6000 2>/dev/null && fail "an answer from a stopped node"
ockam node start n1 >/dev/null
eventually 10 curl -sS --max-time 2 127.0.0.1:6000

ockam tcp-inlet delete web --at n2
listening 6000 && fail "a deleted inlet listens"
refused 70 "not found" ockam tcp-inlet show web --at n2
refused 70 "not found" ockam tcp-inlet delete web --at n2
refused 70 "not found" ockam tcp-outlet delete nothing --at n1
all_gone
