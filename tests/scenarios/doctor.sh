# Faults, one after the other, each seeded for real: what `ockam doctor` says of it, and what to try.
look() { ockam doctor "$@" >"$WORK/doctor" 2>"$WORK/why" || return $?; }
# clean: nothing is wrong.
clean() { look || fail "not clean: $(grep -A1 '✗' "$WORK/doctor")"; }
# finds SUBJECT SENTENCE HINT: the line and the command below it.
finds() {
  local status=0
  look "${@:4}" || status=$?
  is 69 "$status"
  local line
  line=$(grep -F -A1 "✗ $1: " "$WORK/doctor" | tr '\n' ' ')
  has "$2" "$line"
  has "try: $3" "$line"
}
# soon COMMAND...: a failure of it is no end, until time is over.
soon() { eventually 30 attempt "$@"; }
attempt() { ("$@"); }

chmod 700 "$OCKAM_HOME"
clean # nothing is there yet
ockam node create hub --tcp-listener-address 127.0.0.1:7000
ockam node create office
ockam node create laptop
serve 9000
web=$!
ockam relay create office --at /node/hub --to /node/office >/dev/null
ockam tcp-outlet create --at office --to 9000 >/dev/null
ockam tcp-inlet create --at laptop --from 6000 --alias web \
  --to /node/hub/service/forward_to_office/secure/api/service/outlet >/dev/null
soon clean
is True "$(ockam doctor --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["ok"])')"

# one node alone, and one that there is not
is 0 "$(ockam doctor --node laptop | grep -c office:)"
refused 70 "not found" ockam doctor --node nobody

# 1 the home is open to others
chmod 755 "$OCKAM_HOME"
finds home "is open to other users (mode 0755)" "chmod 700 $OCKAM_HOME"
chmod 700 "$OCKAM_HOME"

# 2 an outlet's target refuses connections
kill "$web"
no_listener() { ! listening 9000; }
eventually 5 no_listener
finds "outlet outlet" "its target does not answer at node office: cannot connect to 127.0.0.1:9000: connection refused" "ss -ltn 'sport = :9000'"
serve 9000

# 3 the outlet at the end of an inlet's route is missing
ockam tcp-outlet delete outlet --at office --yes >/dev/null
soon finds "inlet web" "node office at the end of its route has no outlet outlet" "ockam tcp-outlet create --at office --from outlet --to HOST:PORT"
ockam tcp-outlet create --at office --to 9000 >/dev/null

# 4 nobody registered the relay
ockam relay delete office --at office --yes >/dev/null
soon finds "inlet web" "nobody has registered the relay office at node hub" "ockam relay create office --at /node/hub --to NODE"
ockam relay create office --at /node/hub --to /node/office >/dev/null
soon clean

# 5, 6 the relay's node is stopped: the relay and the inlet say so
ockam node stop hub
soon finds "relay office" "node hub on its way does not run" "ockam node start hub"
soon finds "inlet web" "connection refused" "ockam node start hub"

# 7 and its port is taken meanwhile
serve 7000
taken=$!
finds "node hub" "its port is taken: another program listens on 127.0.0.1:7000" "ss -ltnp 'sport = :7000'"
kill "$taken"
no_hub_port() { ! listening 7000; }
eventually 5 no_hub_port
ockam node start hub >/dev/null
soon clean

# 8 a node is stopped by a signal
pid=$(ockam node show office --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')
kill -STOP "$pid"
finds "node office" "its process (process $pid) is stopped and answers nobody" "kill -CONT $pid"
kill -CONT "$pid"

# 9 its control socket is gone
mv "$OCKAM_HOME/nodes/office/socket" "$WORK/socket"
finds "node office" "its control socket $OCKAM_HOME/nodes/office/socket is gone" "ockam node start office --force"
mv "$WORK/socket" "$OCKAM_HOME/nodes/office/socket"
soon clean

# 10 a node was killed
kill -9 "$pid"
soon finds "node office" "was killed or crashed" "ockam node start office"
ockam node start office >/dev/null
soon clean

# 11 a node has too few descriptors
(ulimit -n 700 && ockam node create small)
finds "node small" "it may open 700 files at once" "ulimit -Hn 4096, then ockam node start small --force"
(ulimit -n 700 && { look || true; })
grep -q "✗ descriptors: a node started here may open 700 files" "$WORK/doctor"
ockam node delete small --yes

# 12, 13 the file of a vault is open to others, or gone
vault=$(ockam vault show default --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["path"])')
chmod 644 "$vault"
finds "vault default" "is open to other users (mode 0644), so nodes refuse it" "chmod 600 $vault"
chmod 600 "$vault"
mv "$vault" "$WORK/vault"
finds "vault default" "its file $vault is not there" "cp BACKUP $vault"
mv "$WORK/vault" "$vault"

# 14 a credential has ended
ockam identity create authority >/dev/null
laptop=$(ockam node show laptop --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity"])')
ockam credential store --at laptop --issuer authority \
  --credential "$(ockam credential issue --as authority --for "$laptop" --ttl 2s)" >/dev/null
soon finds "credential laptop" "does not hold" "ockam credential issue --for $laptop, then ockam credential store --at laptop"

# 15 the clock went back: something was made in the future
sql() { python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()' "$OCKAM_HOME/database.sqlite3" "$1"; }
sql "update identities set created_at = '2099-01-01T00:00:00Z' where name = 'authority'"
finds time "the clock is behind: it says" "timedatectl status"
sql "update identities set created_at = '2024-01-01T00:00:00Z' where name = 'authority'"
ockam node delete --all --yes

# 16 a newer version wrote the store; 17 the store is damaged; 18 it is no store at all
cp "$OCKAM_HOME/database.sqlite3" "$WORK/store"
rm -f "$OCKAM_HOME"/database.sqlite3-*
sql "pragma user_version = 999"
finds store "is of a newer version of ockam" "ockam version, and run the newer one"
cp "$WORK/store" "$OCKAM_HOME/database.sqlite3"
python3 - "$OCKAM_HOME/database.sqlite3" <<'PY'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(4096)
    f.write(b"\xff" * 4096)
PY
finds store "$OCKAM_HOME/database.sqlite3" "cp $OCKAM_HOME/database.sqlite3 $OCKAM_HOME/database.sqlite3.bad, then ockam reset -y"
head -c 100 /dev/urandom >"$OCKAM_HOME/database.sqlite3"
finds store "it is damaged" "cp $OCKAM_HOME/database.sqlite3"
rm "$OCKAM_HOME/database.sqlite3"
clean

# 19 the disk is nearly full; 20 the home is on one that can not be written
mkdir "$WORK/small"
mount -t tmpfs -o size=8M,mode=700 none "$WORK/small"
OCKAM_HOME=$WORK/small finds disk "MiB are left on the disk of $WORK/small" "df -h $WORK/small"
mount -o remount,ro "$WORK/small"
OCKAM_HOME=$WORK/small finds home "cannot be written: Read-only file system" "mount -o remount,rw $WORK/small"
