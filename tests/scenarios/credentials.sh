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
hello() { [ "$(curl -s --max-time 5 http://127.0.0.1:6000/)" == "hello from the web server" ]; }
no_hello() { ! hello; }

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

# When the client's credential expires a transfer under way ends, and nobody comes through any more.
next_second
store laptop "$(issue "$alice" 3s --attribute role=client)"
eventually 3 hello
# What the client's kernel has already been given, some MiB, is still read.
started=$SECONDS
status=0
curl -s --max-time 30 --limit-rate 16M -o "$WORK/part" http://127.0.0.1:6000/large || status=$?
[ "$status" != 0 ] || fail "the transfer was finished"
[ $((SECONDS - started)) -le 9 ] || fail "the transfer went on for $((SECONDS - started)) s"
[ "$(stat -c %s "$WORK/part")" -gt 0 ] || fail "nothing was transferred"
no_hello || fail "a client whose credential has expired came through"
has "has a credential that expired" "$(<"$OCKAM_HOME/nodes/office/log")"

# The same when the outlet's side expires; the inlet says why.
store laptop "$(issue "$alice" 1h --attribute role=client)"
eventually 10 hello
store office "$(issue "$bob" 3s --attribute role=server)"
status=0
curl -s --max-time 30 --limit-rate 16M -o "$WORK/part" http://127.0.0.1:6000/large || status=$?
[ "$status" != 0 ] || fail "the transfer was finished"
no_hello || fail "a client came through to an outlet's node whose credential has expired"
has "down" "$(ockam tcp-inlet list --at laptop)"

all_gone
