# A relay proves its own name: who has lost it finds out, says so, and has it again once it is free,
# however busy its link is. A proven owner's name is its own over the host's restart.
ockam node create hub --tcp-listener-address=127.0.0.1:7000
for node in a b laptop; do ockam node create $node; done
serve 9001
ockam tcp-outlet create --at a --from web --to 127.0.0.1:9001
ockam relay create x --at /node/hub --to a >/dev/null
ockam tcp-inlet create i --at laptop --from 6000 --to /node/hub/service/forward_to_x/secure/api/service/web >/dev/null
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"

field() { ockam relay show x --at "$1" --output json | python3 -c "import json,sys; print(json.load(sys.stdin).get('$2'))"; }
# nothing is up with a proof older than 15 s
honest() {
  python3 - "$(ockam relay show x --at a --output json)" <<'END'
import json, sys
now = json.loads(sys.argv[1])
assert now["status"] != "up" or now["proven_ms_ago"] <= 15000, now
END
}
a_has_it() { honest && [ "$(field a status)" = up ] && ockam relay list --at hub --output json | grep -q forward_to_x; }

# a newer registration of the same home
ockam relay create x --at /node/hub --to b >/dev/null
a_knows() { [[ "$(field a reason)" == *"another node has this name now"* ]]; }
eventually 5 a_knows
has "another node has this name now" "$(cat "$OCKAM_HOME/nodes/a/log")"
has "and not to" "$(cat "$OCKAM_HOME/nodes/hub/log")"
ockam node delete b -y
eventually 25 a_has_it
is HELLO "$(ockam message send hello --timeout 5s --to /node/hub/service/forward_to_x/service/uppercase)"

# deleted at the host
ockam relay delete x --at hub >/dev/null
eventually 30 a_has_it

# another home does not get it, and both are told
other() { OCKAM_HOME=$OCKAM_HOME/other ockam "$@"; }
other node create c
said=$(other relay create x --at "/ip4/127.0.0.1/tcp/7000" --to c 2>&1) && fail "c has the name"
has "another node has this name now" "$said"
has "wants this name" "$(ockam relay show x --at a)"
has "wants this name" "$(ockam relay show x --at hub)"

# proven, it is reserved for its owner, over a restart, too
ockam relay delete x --at a >/dev/null
other relay create y --at "/ip4/127.0.0.1/tcp/7000/secure/api" --to c >/dev/null
sleep 4 # it is written down within 3 s
other node stop c
ockam node stop hub && ockam node start hub
said=$(ockam relay create y --at /node/hub/secure/api --to a 2>&1) && fail "a has the name of c"
has "reserved for I" "$said"
other node start c
y_is_up() { ockam relay list --at hub --output json | grep -q forward_to_y; }
eventually 15 y_is_up
other node delete --all -y
all_gone
