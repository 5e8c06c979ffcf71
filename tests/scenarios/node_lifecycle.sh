# A node's life: made, shown, refused twice, stopped, started, killed, deleted.
is n1 "$(ockam node create n1)"
block=$(ockam node show n1)
has "Name: n1 (Default)" "$block"
has "Status: UP" "$block"
has "Short: /node/n1" "$block"
has "Verbose: /dnsaddr/localhost/tcp/" "$block"
has "/service/uppercase" "$block"
refused 70 "already exists" ockam node create n1 --threads 3
is n1 "$(ockam node create n1)"
is RUNNING "$(ockam node show n1 --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["status"].upper())')"
pgrep -f 'ockam.* node create .*n1$' >pids || fail "the node's command line does not say what it is: $(ps ax)"

# stop keeps its state, start brings it back at the same port
port=$(ockam node show n1 | sed -n 's,.*localhost/tcp/\([0-9]*\).*,\1,p')
has n1 "$(ockam node stop n1)"
is 0 "$(nodes_running)"
has "Status: DOWN" "$(ockam node show n1)"
refused 69 "n1" ockam message send hello --from n1 --to /service/uppercase
ockam node start n1 >/dev/null
is "$port" "$(ockam node show n1 | sed -n 's,.*localhost/tcp/\([0-9]*\).*,\1,p')"
is HELLO "$(ockam message send hello --to /node/n1/service/uppercase)"

# kill -9 leaves nothing that must be cleaned by hand
kill -9 "$(pgrep -f 'ockam.* node create')"
eventually 5 no_node_runs
has "Status: DOWN" "$(ockam node show n1)"
ockam node start n1 >/dev/null
is HELLO "$(ockam message send hello --to /node/n1/service/uppercase)"
kill -9 "$(pgrep -f 'ockam.* node create')"
eventually 5 no_node_runs
ockam node delete n1
is n1 "$(ockam node create n1)"

# names, the default node, the listener's port
name=$(ockam node create)
matches '^[0-9a-f]{8}$' "$name"
refused 65 "n!" ockam node create 'n!'
refused 65 "n.1" ockam node create n.1
refused 74 "7777" bash -c "python3 -c 'import socket,subprocess,sys
s=socket.create_server((\"127.0.0.1\",7777)); sys.exit(subprocess.call([\"ockam\",\"node\",\"create\",\"busy\",\"--tcp-listener-address\",\"127.0.0.1:7777\"]))'"
refused 70 "not found" ockam node show busy
ockam node default "$name" >/dev/null
has "(Default)" "$(ockam node show "$name")"
refused 70 "not found" ockam node show nobody

# what encrypts is the user's to choose, once for a node's life
refused 78 "OCKAM_AEAD is none of openssl, ipsec-mb: rot13" env OCKAM_AEAD=rot13 ockam node create plain
refused 70 "not found" ockam node show plain
OCKAM_AEAD=openssl ockam node create plain >/dev/null
is openssl "$(ockam node show plain --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["aead"])')"
is HELLO "$(OCKAM_AEAD=ipsec-mb ockam message send hello --to /node/plain/secure/api/service/uppercase)"
refused 78 "OCKAM_AEAD" env OCKAM_AEAD=rot13 ockam message send hello --to /node/plain/secure/api/service/uppercase

# a log file, and in the foreground a second one of the name is refused
[ -s "$(ockam node logs n1)" ] || fail "no log"
ockam node create front --foreground </dev/null >front.log 2>&1 &
front=$!
eventually 5 ockam message send hello --to /node/front/service/echo
refused 70 "already" ockam node create front --foreground
kill -TERM $front
wait $front
all_gone

# another home knows nothing of this one
OCKAM_HOME=$WORK/other ockam node create n1
refused 70 "not found" ockam node show n1
OCKAM_HOME=$WORK/other ockam node delete --all
is 0 "$(nodes_running)"
