# What a node trusts holds before it lets anybody in: strangers send Pings to the outlets of members as fast as the nodes
# take them, while those are killed and started again, and after their project was deleted. RESTARTS: of each node.
#   a stranger ==> [node by option, by route, by file] -- member of -- project default
restarts=${RESTARTS:-2}
serve 9000
on() { OCKAM_HOME=$WORK/$1 "$OCKAM" "${@:2}"; }
port_of() { on m node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["tcp_listeners"][0]["address"].rsplit(":",1)[1])'; }
pid_of() { pgrep -f "ockam.* node create .*$1\$"; } # a node under such a load answers late
outlet() { on m tcp-outlet show "${2:-web}" --at "$1" --output json | python3 -c "import json,sys; print(json.load(sys.stdin).get('$3', ''))"; }
ping_it() { # NODE PORT [gently]
  rm -f "$1.stop" "$1.stop.begun"
  python3 "$TESTS/scenarios/pinger.py" "$2" web "$1.stop" ${3:-} >"$1.pings" &
  pinger=$!
  eventually 60 test -e "$1.stop.begun"
}
stopping=()
stopped() { touch "$1.stop"; stopping+=("$1 $pinger"); } # and waits 3 s more for Pongs, beside what comes next
# pinged REGEX WHAT: what the pingers that were stopped say
pinged() {
  local each said
  for each in "${stopping[@]}"; do
    wait "${each#* }"
    said=$(<"${each% *}.pings")
    echo "${each% *}, $2: $said"
    matches "$1" "$said"
  done
  stopping=()
}

on hub project create default --tcp-listener-address 127.0.0.1:4000 >/dev/null
on hub project ticket --relay '*' --usage-count 1 >ticket
on m project enroll ticket >/dev/null

# -- a node without a project serves strangers on loopback: the pinger can tell
on m node create plain >/dev/null
on m tcp-outlet create --at plain --from web --to 9000 >/dev/null
ping_it plain "$(port_of plain)" gently
sleep 1
stopped plain
pinged ' [1-9][0-9]* Pongs' "no project"
on m node delete plain --force --yes >/dev/null

# -- members: by option, by a route alone, by a file
on m node create by-option --project default >/dev/null
on m tcp-outlet create --at by-option --from web --to 9000 >/dev/null
on m node create by-route >/dev/null
on m relay create by-route --at /project/default --to by-route >/dev/null
on m tcp-outlet create --at by-route --from web --to 9000 >/dev/null
cat >by-file.yaml <<EOF
nodes:
  by-file:
    relays: { by-file: { at: /project/default } }
    tcp-outlets: { web: { to: 9000 } }
EOF
on m run by-file.yaml >/dev/null
for node in by-option by-route by-file; do
  is "(= subject.has_credential true)" "$(outlet $node web allow)"
  ping_it $node "$(port_of $node)"
  for ((round = 0; round < restarts; ++round)); do
    kill -9 "$(pid_of $node)"
    eventually 5 bash -c "! pgrep -f 'ockam.* node create .*$node\$'"
    on m node start $node >/dev/null
  done
  stopped $node
  eventually 60 eval '[ "$(outlet $node web allow)" == "(= subject.has_credential true)" ]'
done
pinged ' 0 Pongs' "$restarts restarts"

# -- the project is deleted while the nodes are down: refused, and with --yes they stay closed and say so
for node in by-option by-route by-file; do on m node stop $node >/dev/null; done
refused 74 "project default is in use by nodes by-file, by-option, by-route" on m project delete default
on m project delete default --yes >/dev/null 2>notes
has "node by-route was in project default: from its next start on it admits nobody" "$(<notes)"
for node in by-option by-route by-file; do
  on m node start $node >/dev/null
  has "this node was in project default, which its home knows no more" "$(outlet $node web closed)"
  has "this node was in project default, which its home knows no more" "$(on m node show $node)"
  has "Allow: nobody" "$(on m tcp-outlet show web --at $node)"
  has "was in project default" "$(<"$WORK/m/nodes/$node/log")"
  ping_it $node "$(port_of $node)"
  for ((round = 0; round < restarts; ++round)); do
    kill -9 "$(pid_of $node)"
    eventually 5 bash -c "! pgrep -f 'ockam.* node create .*$node\$'"
    on m node start $node >/dev/null
  done
  stopped $node
done
pinged ' 0 Pongs' "project deleted"

# -- known again, they are members again; and a written policy decides in any case
on hub project information --output json >project.json
on m project import project.json >/dev/null
on m node stop by-route >/dev/null
on m node start by-route >/dev/null
is "(= subject.has_credential true)" "$(outlet by-route web allow)"
eventually 20 eval '[[ "$(on m relay list --at by-route --output json)" == *"\"status\": \"up\""* ]]'
on m node delete --all --yes >/dev/null
on hub node delete --all --yes >/dev/null
