# What `config check` calls right `run` brings about, and what it calls wrong `run` refuses in the same words, before
# anything is done. Each line is a file.
OCKAM_HOME=$WORK/office ockam project create office >/dev/null
OCKAM_HOME=$WORK/office ockam project ticket --usage-count 9 --relay '*' >ticket
export TICKET=ticket EMPTY=

check() { ockam config check file.yaml; }
run() { ockam run file.yaml; }
# says COMMAND: its exit code, and why without the command's name
says() {
  local status=0
  "$1" >answer 2>why || status=$?
  grep '^ockam ' why >wrong || true
  echo "$status $(sed 's/^ockam [a-z ]*: //' wrong)"
}
agree() {
  echo "$2" >file.yaml
  local before=$(nodes_running) checked ran
  checked=$(says check)
  ran=$(says run)
  [ "$checked" == "$ran" ] || fail "check says '$checked' and run '$ran' of: $2"
  if [ "$1" == good ]; then
    is "0 " "$ran"
  else
    matches '^78 file.yaml:' "$ran"
    is "$before" "$(nodes_running)"
  fi
}
files=0
while IFS= read -r line; do
  [ -n "$line" ] || continue
  agree "${line%% *}" "${line#* }"
  files=$((files + 1))
done <<'EOF'
good nodes: a
good { nodes: { b: { identity: is-not-here-yet, status-port: 0, log-format: json, memory: 64M } } }
good { vaults: v, identities: { i: { vault: v } }, nodes: { c: { identity: i } } }
good { projects: { enroll: $TICKET }, nodes: e, relays: here }
good { projects: { enroll: [{ ticket: $TICKET }] }, nodes: [a, e] }
good { nodes: e, tcp-outlet: { to: 9000, from: web }, services: { again: { type: hop } }, policies: [{ resource-type: tcp-outlet, allow: a=b }] }
good { tcp-inlet: { from: 6000, to: /node/e/secure/api/service/web, no-connection-wait: true } }
good { nodes: a, secure-channel-listeners: { address: mine, identity: nor-this-one } }
good { nodes: { d: { enrollment-ticket: $TICKET } } }
bad { ticket: $TICKETS, nodes: f }
bad { ticket: $EMPTY, nodes: f }
bad { variables: { EMPTY: "" }, ticket: $EMPTY, nodes: f }
bad { ticket: "", nodes: f }
bad { nodes: { f: { enrollment-ticket: nowhere.ticket } } }
bad { projects: { enroll: nowhere.ticket }, nodes: f }
bad { projects: { join: nowhere.ticket }, nodes: f }
bad { status-port: 0 }
bad { nodes: { f: { sandbox: none } } }
bad { nodes: { f: { limit: pigs=1 } } }
bad { nodes: { f: { memory: 3 } } }
bad { nodes: { f: { status-port: 99999 } } }
bad { nodes: { f: { log-format: xml } } }
bad { nodes: { f: { when-authority-silent: never } } }
bad { nodes: { f: { authority-identity: zz } } }
bad { nodes: { f: { vault: not-here } } }
bad { nodes: { f: { project: not-here } } }
bad { identities: { j: { vault: not-here } }, nodes: f }
bad { nodes: f, services: { s: { type: trombone } } }
bad { nodes: f, services: { control-api: { type: hop, authentication-token: t } } }
bad { nodes: f, policies: [{ resource-type: tcp-tunnel, allow: a=b }] }
bad { nodes: f, policies: [{ resource-type: tcp-outlet, allow: "(= a" }] }
bad { nodes: f, tcp-outlet: { to: 5000, authorized: bob } }
bad { nodes: f, tcp-outlet: { to: 5000, psql-tls: true } }
bad { nodes: f, tcp-outlet: { to: 5000, sni: name } }
bad { nodes: f, tcp-outlet: { to: 5000, at: not-here } }
bad { nodes: f, tcp-outlets: { x: { to: 5000 } }, tcp-outlet: { from: x, to: 5001 } }
bad { nodes: f, tcp-inlets: { x: { from: 6001, to: /service/x }, y: { from: 6001, to: /service/x } } }
bad { nodes: f, tcp-inlet: { from: 6001, to: /node/not-here/service/outlet } }
bad { nodes: f, relay: { name: r, at: /project/not-here } }
bad { nodes: f, kafka-outlet: { bootstrap-server: 9092 } }
EOF
echo "$files files"
[ "$files" -ge 20 ] || fail "too few"
has "office" "$(ockam node show d)"

# a ticket that is used up makes no difference to a node that is a member
echo '{ nodes: { d: { enrollment-ticket: $TICKET } } }' >file.yaml
is "= unchanged 1" "$(run)"

# what has no node is on the default node, which is started, and never on a project's
own() { OCKAM_HOME=$WORK/own ockam "$@"; }
own enroll >/dev/null 2>&1
own run --inline 'relays: alone' >answer 2>notes
has "No node was here: made node" "$(<notes)"
made=$(own node default)
[ "$made" != project-default ] || fail "a file landed on a project's node"
own node stop "$made" >/dev/null
has "> start node $made" "$(own run --inline 'relays: alone')"
has '"alone"' "$(own relay list --to "$made" --output json)"

# a ticket that never came is no reason to make a project
for line in "enroll" "project enroll" "node create x" "node create --configuration relay:\ r"; do
  eval "words=($line)"
  refused 65 "ENROLLMENT_TICKET is set and empty" env ENROLLMENT_TICKET= OCKAM_HOME="$WORK/none" ockam "${words[@]}"
done
[ ! -e "$WORK/none/database.sqlite3" ] || is "[]" "$(OCKAM_HOME=$WORK/none ockam project list --output json)"

own node delete --all --yes
OCKAM_HOME=$WORK/office ockam node delete --all --yes
all_gone
