# Authorities and projects in the foreground, as containers run them; credentials that are there before their node is;
# state that is only in memory; and the time that commands wait.
id=I$(printf 'a%.0s' {1..64})
stop() { kill -TERM "$1"; wait "$1"; }

# -- a project is this process: it says so once it answers, and a second start finds the same one
project() { ockam project create office --foreground --status-port 9100 "$@" >"$WORK/said" 2>"$WORK/notes" & running=$!; }
project
eventually 10 grep -q office "$WORK/said"
eventually 5 curl -sSf 127.0.0.1:9100/healthz
before=$(ockam project show office)
ockam project ticket --usage-count 5 >ticket
refused 73 "node project-office already exists and runs" ockam project create office --foreground
stop $running
refused 69 "a terminal ran it last and has to start it" ockam project ticket
project
eventually 10 grep -q office "$WORK/said"
is "$(sed -n 1,2p <<<"$before")" "$(ockam project show office | sed -n 1,2p)"
OCKAM_HOME=$WORK/member ockam project enroll ticket >/dev/null
stop $running
has "Node stopped successfully" "$(<"$WORK/notes")"
# in the background, too: the port is kept
ockam project create --status-port 9101 >/dev/null
eventually 5 curl -sSf 127.0.0.1:9101/healthz
ockam node stop project-default >/dev/null
ockam node start project-default >/dev/null
eventually 5 curl -sSf 127.0.0.1:9101/healthz

# -- an authority, twice; what it is told not to do it refuses, and what means nothing here is said once
enroller=$(ockam identity show)
all="{\"$enroller\": {\"ockam-role\": \"enroller\"}, \"$id\": {}}"
authority() { ockam authority create "$@" --project-identifier p7 --trusted-identities "$all"; }
ockam authority create --foreground --identity master --project-access-route /dnsaddr/x/tcp/1 --skip-is-running-check \
  --project-identifier p7 --trusted-identities "$all" >"$WORK/said" 2>"$WORK/notes" & running=$!
eventually 10 grep -q authority "$WORK/said"
has "No identity master was here: made it" "$(<"$WORK/notes")"
is 1 "$(grep -c "project-access-route has no effect" "$WORK/notes")"
refused 73 "node authority already exists and runs" authority --foreground
is authority "$(authority)"
stop $running
is authority "$(authority)"
is authority "$(authority)"
refused 73 "with another project-identifier" ockam authority create --project-identifier p8 --trusted-identities "$all"
refused 2 "Okta is not asked here" authority --tenant-base-url https://okta.example
is closed "$(authority closed -t 127.0.0.1:0 --no-token-enrollment --no-direct-authentication)"
refused 73 "with another no-direct-authentication" authority closed --no-token-enrollment
has '"no_adding": true' "$(<"$OCKAM_HOME/projects/closed/description.json")"

# -- credentials before the node
ockam identity create alice >/dev/null
ockam identity create issuer >/dev/null
credential=$(ockam credential issue --as issuer --for alice --attribute role=client --ttl 1h)
refused 70 "no credential of" ockam node create early --identity alice --credential-scope garden
is "$(ockam identity show alice)" "$(ockam credential store --scope garden --issuer issuer --credential "$credential")"
refused 70 "no credential of" ockam node create bob --identity issuer --credential-scope garden
ockam node create alice --identity alice --credential-scope garden >/dev/null
ockam node create office --authority-identity "$(ockam identity show issuer --full --encoding hex)" >/dev/null
ockam tcp-outlet create --at office --to 9100 --allow role=client >/dev/null
ockam tcp-inlet create --at alice --from 6000 --to /node/office/secure/api/service/outlet --allow "$enroller" >/dev/null
has "Attributes: role=client" "$(ockam credential list --at office)"
ockam node stop alice >/dev/null
ockam node start alice >/dev/null
eventually 10 eval 'ockam tcp-inlet list --at alice --output json | grep -q "\"state\": \"up\""'

# -- nothing on any disk, and nothing left in memory
refused 65 "--in-memory goes with --foreground" ockam node create m --in-memory
refused 65 "OCKAM_SQLITE_IN_MEMORY goes with --foreground" env OCKAM_SQLITE_IN_MEMORY=true ockam node create m
in_memory() { OCKAM_HOME=$WORK/none ockam node create "$@" >/dev/null 2>"$WORK/notes" & running=$!; }
place() { sed -n 's/.*other commands find it with OCKAM_HOME=//p' "$WORK/notes"; }
in_memory m --foreground --in-memory
eventually 10 grep -q 'Node m listens' "$WORK/notes"
kept=$(place)
has /dev/shm/ockam- "$kept"
is 700 "$(stat -c %a "$kept")"
has "Name: m" "$(OCKAM_HOME=$kept ockam node show m)"
stop $running
eventually 5 test ! -e "$kept"
OCKAM_SQLITE_IN_MEMORY=1 in_memory --configuration '{name: m2, foreground: true, tcp-outlet: {to: 9100}}'
eventually 10 grep -q 'Node m2 listens' "$WORK/notes"
kept=$(place)
eventually 5 env OCKAM_HOME="$kept" ockam tcp-outlet show outlet
kill -9 $running
wait $running || true
eventually 5 test ! -e "$kept"
[ ! -e "$WORK/none" ] || fail "state on the disk: $(find "$WORK/none")"

# -- who is not told otherwise waits that long
refused 78 'OCKAM_DEFAULT_TIMEOUT: "soon" is not a time' env OCKAM_DEFAULT_TIMEOUT=soon ockam message send hi --to /node/office/service/none
started=$EPOCHREALTIME
refused 70 "no reply" env OCKAM_DEFAULT_TIMEOUT=300ms ockam message send hi --to /node/office/service/none
waited=$(python3 -c "print($EPOCHREALTIME - $started < 3)")
is True "$waited"
has "| OCKAM_DEFAULT_TIMEOUT " "$(ockam environment)"
OCKAM_HOME=$WORK/member ockam reset --yes >/dev/null
all_gone
