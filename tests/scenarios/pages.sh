# What the pages of Ockam's documentation of four dates have people type, line by line: each line is taken as it stands,
# and what it shows comes. Nothing but command lines is from there.
serve 5000
hello="hello from the web server"
web() { [ "$(curl -s -m 5 "http://127.0.0.1:$1")" == "$hello" ]; }
fresh() { # NAME: a home of its own
  ockam node delete --all --yes >/dev/null 2>&1 || true
  export OCKAM_HOME=$WORK/$1
}

# the front page since 2023-06: the first command that needs a node makes it
fresh front
ockam enroll >/dev/null 2>"$WORK/note"
has "hosted service" "$(<"$WORK/note")"
ockam tcp-outlet create --to 5000 >/dev/null 2>"$WORK/note"
has "made node" "$(<"$WORK/note")"
ockam relay create >/dev/null
ockam tcp-inlet create --from 7000 >/dev/null
eventually 10 web 7000
[ "$(ockam node default)" != project-default ] || fail "the project's node is the default node"
ockam enroll >/dev/null # again

# a recipe without nodes
fresh recipe
cat >recipe.yaml <<'END'
tcp-outlets:
  web: { to: 5000 }
END
ockam run recipe.yaml >/dev/null
[ "$(ockam node default)" != project-default ] || fail "the project's node is the default node"
has "unchanged 1" "$(ockam run recipe.yaml)"

# routing, advanced routing
fresh routing
ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam node create n3 >/dev/null
ockam service start hop --at n2 >/dev/null
ockam service start hop --at n2 >/dev/null
is HELLO "$(ockam message send hello --to /node/n2/service/hop/service/uppercase)"
ockam relay create n3 --at /node/n2 --to n3 >/dev/null
is HELLO "$(ockam message send hello --to /node/n2/service/forward_to_n3/service/uppercase)"
ockam relay create r --at n2 --to n3 --expression true 2>/dev/null || true # by the node's bare name
ockam relay create bare --at n2 --to n3 >/dev/null
is HELLO "$(ockam message send hello --to /node/n2/service/forward_to_bare/service/uppercase --no-retry)"
ockam tcp-connection create --from n1 --to 127.0.0.1:"$(ockam node show n2 | sed -n 's,.*localhost/tcp/\([0-9]*\).*,\1,p')" >/dev/null
at=$(ockam tcp-connection list --at n1 --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["socket_address"])')
has "$at" "$(ockam tcp-connection show "$at" --at n1)"
ockam tcp-connection delete "$at" --at n1 >/dev/null

# outlets and inlets by the words of other dates
ockam tcp-outlet create db --at n1 --to 5432 >/dev/null
ockam tcp-outlet create --at n1 --to 5000 --skip-handshake --enable-nagle >/dev/null 2>"$WORK/note"
is 2 "$(grep -c 'has no effect' "$WORK/note")"
ockam tcp-inlet create --at n1 --from 7001 --to /node/n1/secure/api/service/outlet --retry-wait 500ms --connection-wait 10s >/dev/null 2>&1
web 7001
ockam tcp-inlet delete --all --at n1 --yes >/dev/null
ockam tcp-outlet delete --all --at n1 >/dev/null
is "" "$(ockam tcp-outlet list --at n1 2>/dev/null)"
ockam node create n4 --skip-is-running-check --no-status-endpoint >/dev/null 2>&1
ockam node create n5 --http-server >/dev/null
has "Status Port: http://127.0.0.1:" "$(ockam node show n5)"

# identities that are named are made
ockam node create named --identity somebody >/dev/null 2>"$WORK/note"
has "No identity somebody was here: made it" "$(<"$WORK/note")"
is "$(ockam identity show somebody)" "$(ockam node show named --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity"])')"
ockam authority create --tcp-listener-address 127.0.0.1:4999 --project-identifier p1 --trusted-identities '{}' --identity judge >/dev/null 2>&1
ockam identity show judge >/dev/null

# credentials
a=$(ockam identity create a)
b=$(ockam identity create b)
ockam credential issue --as a --for "$(ockam identity show b)" --encoding hex >b.credential
ockam credential issue --as a --for b --attribute application="Smart Factory" --encoding hex >/dev/null
ockam credential issue --as a --for "$(ockam identity show b --full --encoding hex)" >/dev/null
for issuer in "$a" a "$(ockam identity show a --full --encoding hex)"; do
  has "$b" "$(ockam credential verify --issuer "$issuer" --credential-path b.credential)"
done
refused 70 "not found" ockam credential issue --as a --for nobody-here

# projects by the words of 2023-04 and 2025
ockam project create >/dev/null
ockam project information --output json >project.json
token=$(ockam project enroll --attribute component=control)
ockam project authenticate --project-path project.json --token "$token" --identity control >/dev/null 2>&1 ||
  { ockam identity create control >/dev/null; ockam project authenticate --project-path project.json --token "$token" --identity control >/dev/null; }
ockam node create control --project-path project.json --identity control >/dev/null
ockam project ticket --attribute example-outlet --relay outlet >ticket
ockam identity create outlets >/dev/null
ockam project enroll ticket --identity outlets --timeout 30s 2>/dev/null >/dev/null
has "example-outlet=true" "$(ockam project-member list)"
ockam project ticket -a x=y --hex >/dev/null 2>&1
ockam ticket -a x=y --legacy --tls >/dev/null 2>&1
is hi "$(ockam message send hi --to /node/control/service/echo --project default)"
ockam project-member list --to /project/default >/dev/null 2>&1
is 1 "$(ockam project-member list --enroller --output json | grep -c '"identifier"')"
ockam status --timeout 1s >/dev/null 2>&1
refused 65 "nothing is fetched from there" ockam project enroll https://example.com/ticket
for shell in bash zsh fish elvish powershell; do
  [ "$(ockam completion --shell $shell)" == "$(ockam completion $shell)" ] || fail "completion of $shell"
done
bash -c "$(ockam completion --shell bash)"
