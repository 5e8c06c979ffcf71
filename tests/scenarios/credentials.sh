# Who somebody is, said by an authority that is no node: credentials issued offline, policies by what they say, and what
# happens to a transfer when they expire.
serve 9000
truncate -s 200M "$WORK/www/large"
ockam identity create authority >/dev/null
alice=$(ockam identity create alice)
bob=$(ockam identity create bob)
history=$(ockam identity show authority --full --encoding hex)
# issue WHOM TTL ATTRIBUTE...
issue() { ockam credential issue --as authority --for "$1" --ttl "$2" "${@:3}"; }
# store NODE CREDENTIAL: credentials count seconds, and what a node has is not replaced by one of the same second.
store() {
  stored=$EPOCHSECONDS
  ockam credential store --at "$1" --issuer authority --credential "$2" >/dev/null
}
next_second() { while [ "$EPOCHSECONDS" == "$stored" ]; do sleep 0.02; done; }
# hello [PORT]
hello() { [ "$(curl -s --max-time 5 "http://127.0.0.1:${1:-6000}/")" == "hello from the web server" ]; }
no_hello() { ! hello "$@"; }

# A credential says what it says to whoever knows the authority, and to nobody else.
credential=$(issue "$alice" 1h --attribute role=client --attribute team=blue)
matches '^[0-9a-f]+$' "$credential"
has "Attributes: role=client, team=blue" "$(ockam credential verify --issuer "$history" --credential "$credential")"
echo "$credential" | ockam credential verify --issuer authority --credential-path - | grep -q "Subject: $alice"
refused 77 "its issuer's key" ockam credential verify --issuer alice --credential "$credential"
refused 65 "this is no credential" ockam credential verify --issuer authority --credential "${credential:0:100}"

# An outlet for those who are clients: the authority says who that is.
ockam node create office --identity bob --authority-identity "$history"
ockam tcp-outlet create --at office --to 127.0.0.1:9000 --allow role=client >/dev/null
ockam node create laptop --identity alice
refused 69 "refused there: no outlet outlet that this node may use" \
  ockam tcp-inlet create --at laptop --from 6000 --to /node/office/secure/api/service/outlet
no_hello || fail "a client without a credential came through"
store office "$(issue "$bob" 1h --attribute role=server)"
refused 77 "of somebody else" ockam credential store --at laptop --issuer authority \
  --credential "$(issue "$bob" 1h --attribute role=client)"
store laptop "$(issue "$alice" 1h --attribute role=guest)"
no_hello || fail "a guest came through"
next_second # the next one is newer
store laptop "$(issue "$alice" 1h --attribute role=client)"
eventually 5 hello
has "Attributes: role=client" "$(ockam credential list --at office)"
has "Issuer: $(ockam identity show authority)" "$(ockam credential list --at office)"

# A policy for the type takes nothing from the outlet that has its own; one for its name neither.
ockam policy create --at office --resource-type tcp-outlet --allow role=nobody >/dev/null
hello
is '(= subject.role "nobody")' "$(ockam policy list --at office --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["expression"])')"
ockam policy delete tcp-outlet --at office >/dev/null

# A node that starts again still trusts the authority, and shows what it was given.
ockam node stop office
ockam node start office >/dev/null
ockam tcp-outlet create --at office --from other --to 127.0.0.1:9000 --output json | grep -q 'subject.has_credential true'
eventually 10 hello

# What follows happens at two pairs of nodes side by side.
ockam node create office2 --identity bob --authority-identity "$history"
ockam tcp-outlet create --at office2 --to 127.0.0.1:9000 --allow role=client >/dev/null
ockam node create laptop2 --identity alice
store office2 "$(issue "$bob" 1h --attribute role=server)"
store laptop2 "$(issue "$alice" 1h --attribute role=client)"
ockam tcp-inlet create --at laptop2 --from 6001 --to /node/office2/secure/api/service/outlet
# breaks_off PORT: a transfer under way ends, and nobody comes through any more. What the client's kernel has already been
# given, some MiB, is still read.
breaks_off() {
  local status=0 started=$SECONDS
  curl -s --max-time 30 --limit-rate 16M -o "$WORK/part$1" "http://127.0.0.1:$1/large" || status=$?
  [ "$status" != 0 ] || fail "the transfer was finished"
  [ $((SECONDS - started)) -le 9 ] || fail "the transfer went on for $((SECONDS - started)) s"
  [ "$(stat -c %s "$WORK/part$1")" -gt 0 ] || fail "nothing was transferred"
  no_hello "$1" || fail "a client came through port $1 with a credential that has expired"
}
next_second

# When the client's credential expires; the outlet's node says so.
store laptop "$(issue "$alice" 3s --attribute role=client)"
eventually 3 hello
beside breaks_off 6000

# When that of the outlet's side does; the inlet says why.
store office2 "$(issue "$bob" 3s --attribute role=server)"
eventually 3 hello 6001
breaks_off 6001
has "down" "$(ockam tcp-inlet list --at laptop2)"
joined
has "has a credential that expired" "$(<"$OCKAM_HOME/nodes/office/log")"
store laptop "$(issue "$alice" 1h --attribute role=client)"
eventually 10 hello

all_gone
