# Where a route leads and where it stops: through a relay, a channel, a project; and how fast it is.
trace() { ockam route trace "$@"; }
ockam node create hub --tcp-listener-address 127.0.0.1:7000
ockam node create office
ockam relay create office --at /node/hub --to /node/office >/dev/null
serve 9000
ockam tcp-outlet create --at office --to 9000 >/dev/null
office=$(ockam node show office --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity"])')

# Every hop answers, but for the last worker, which no message only asks.
way=/node/hub/service/forward_to_office/secure/api/service/outlet
text=$(trace $way)
matches '1 +\| link +\| 127.0.0.1:7000 \(hub\) +\| answers +\| [0-9.]+ ms' "$text"
matches "2 +\| relay +\| forward_to_office +\| answers" "$text"
matches "3 +\| channel +\| /secure/api +\| answers +\| [0-9.]+ ms +\| $office" "$text"
matches "4 +\| worker +\| outlet +\| not asked" "$text"
is None "$(trace $way --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["stop"])')"

# A node says what it knows of itself.
matches '1 +\| outlet +\| outlet +\| here' "$(trace /service/outlet --from office)"
matches 'answers' "$(trace /service/hop/service/echo --from hub || ockam service start hop --at hub)"

# Where it stops: hop, cause and next command.
stops() { # PART HINT ROUTE...
  local part=$1 hint=$2 status=0
  shift 2
  ockam route trace "$@" --timeout 1s >"$WORK/trace" 2>"$WORK/why" || status=$?
  is 69 "$status"
  has "$part" "$(<"$WORK/why")"
  has "(try: $hint)" "$(<"$WORK/why")"
}
stops "hop 2, forward_to_nobody: nothing came back through forward_to_nobody within 1 s: at 127.0.0.1:7000 nobody has registered that relay" \
  "ockam relay list --at hub" /node/hub/service/forward_to_nobody/secure/api/service/outlet
matches '3 +\| channel +\| /secure/api +\| not reached' "$(<"$WORK/trace")"
stops "hop 2, /secure/none" "ockam secure-channel-listener list" /node/hub/secure/none/service/echo
ockam node stop hub
stops "hop 1, 127.0.0.1:7000: cannot connect to 127.0.0.1:7000: connection refused" "ockam node start hub" $way
ockam node start hub >/dev/null
serve 9001
stops "what listens there is no Ockam node" "ockam doctor, on that machine" /ip4/127.0.0.1/tcp/9001/service/echo

# Echoes.
text=$(ockam route ping /node/hub --count 3 --interval 20ms)
is 4 "$(wc -l <<<"$text")"
matches '^echo 1: [0-9.]+ ms' "$text"
matches '3 sent, 3 came back, 0 % lost; min [0-9.]+ ms, avg [0-9.]+ ms, max [0-9.]+ ms$' "$text"
has "from $office" "$(ockam route ping /node/office/secure/api/service/outlet --from hub --count 1)"
is 2 "$(ockam route ping /node/hub --count 2 --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["received"])')"
status=0
ockam route ping /node/hub/service/forward_to_nobody --count 1 --timeout 300ms >"$WORK/lost" 2>"$WORK/why" || status=$?
is 69 "$status"
has "1 sent, 0 came back, 100 % lost" "$(<"$WORK/lost")"
has "try: ockam route trace" "$(<"$WORK/why")"

# A project is a hop like any other.
refused 70 "knows none" ockam route trace /project/default # looking makes none
ockam project create >/dev/null
text=$(trace /project/default)
matches '1 +\| project +\| /project/default +\| answers +\| [0-9.]+ ms +\| I[0-9a-f]{64}' "$text"
all_gone
