# Stores that can not be used, and what was declared and can not be had: each is said in a sentence, and nothing is lost.
disk=$WORK/disk
mkdir "$disk"
mount -t tmpfs -o size=2M,mode=700 tmpfs "$disk"
export OCKAM_HOME=$disk/home
database=$OCKAM_HOME/database.sqlite3
trouble="cannot use the state in $database:"
inlets() { ockam tcp-inlet list --at n1 --output json | python3 -c 'import json,sys; print(*sorted(i["alias"] for i in json.load(sys.stdin)))'; }
ockam node create n1 >/dev/null
ockam tcp-inlet create web --at n1 --from 6000 --to /service/x --no-connection-wait >/dev/null 2>&1

# a full disk: what can not be kept is not made, what can not be forgotten stays
dd if=/dev/zero of="$disk/fill" bs=4k 2>/dev/null || true
refused 74 "$trouble the disk is full" ockam tcp-inlet create other --at n1 --from 6001 --to /service/x
refused 74 "$trouble the disk is full" ockam tcp-inlet delete web --at n1
refused 74 "$trouble the disk is full" ockam identity create carol
refused 74 "$trouble the disk is full" ockam node create n2
is web "$(inlets)"
listening 6001 && fail "an inlet that was refused listens"
rm "$disk/fill"
ockam tcp-inlet create other --at n1 --from 6001 --to /service/x --no-connection-wait >/dev/null 2>&1
is n2 "$(ockam node create n2)"
ockam node delete n2 >/dev/null

# a read-only home
ockam node stop n1 >/dev/null
eventually 5 mount -o remount,ro "$disk" # the kernel keeps the directory of a sandboxed node that was deleted for a moment
for command in "node delete n1" "identity create dora"; do
  refused 74 "$trouble its directory is read-only" ockam $command
done
has "n1" "$(ockam node list)"
for verb in create start; do refused 74 "Read-only file system" ockam node $verb n1; done
mount -o remount,rw "$disk"
ockam node start n1 >/dev/null
is "other web" "$(inlets)"

# a database of a newer version, and one that is damaged, in its head and further on
ockam node stop n1 >/dev/null
cp "$database" "$WORK/copy"
overwrite() { python3 -c 'import sys
with open(sys.argv[1], "r+b") as file: file.seek(int(sys.argv[2])); file.write(eval(sys.argv[3]))' "$database" "$@"; }
overwrite 60 'b"\0\0\0\x63"'
refused 78 "the state in $database is of a newer version of ockam" ockam node list
refused 78 "the state in $database is of a newer version of ockam" ockam node start n1
for place in 0 4096; do
  cp "$WORK/copy" "$database"
  overwrite $place 'b"x" * 20000'
  refused 74 "$trouble it is damaged (\`ockam reset -y\` starts afresh; nodes and their state are lost)" ockam node list
  refused 74 "$trouble it is damaged" ockam node start n1
done
cp "$WORK/copy" "$database"

# a node that runs goes on, and says it when something is to be declared
ockam node start n1 >/dev/null
overwrite 0 'b"x" * 20000'
refused 74 "$trouble it is damaged" ockam tcp-inlet create third --at n1 --from 6002 --to /service/x
is "other web" "$(inlets)"
ockam node stop n1 >/dev/null 2>&1 || kill "$(pgrep -f 'ockam.* n1$')"
eventually 5 no_node_runs
cp "$WORK/copy" "$database"
ockam node start n1 >/dev/null
is "other web" "$(inlets)"

# eight at once: all of them have it, and it is declared once
for n in 1 2 3 4 5 6 7 8; do ockam tcp-outlet create --at n1 --from once --to 9000 >"$WORK/won.$n" 2>"$WORK/lost.$n" & done
wait
is /service/once "$(cat "$WORK"/won.* | sort -u)"
is 8 "$(cat "$WORK"/won.* | wc -l)"
is "" "$(cat "$WORK"/lost.*)"
ockam node stop n1 >/dev/null
ockam node start n1 >/dev/null
is 1 "$(ockam tcp-outlet list --at n1 --output json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')"

# a port that somebody else has by now, and an identity that is gone: declared, down, and there when it can be
why() { ockam tcp-inlet show "$1" --at n1 --output json | python3 -c 'import json,sys; i=json.load(sys.stdin); print(i["state"], i["reason"])'; }
ockam identity create bob >/dev/null
ockam tcp-inlet create bobs --at n1 --from 6003 --to /service/x --identity bob --no-connection-wait >/dev/null 2>&1
id=$(ockam tcp-listener create 127.0.0.1:6005 --at n1 --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])')
ockam node stop n1 >/dev/null
ockam identity delete bob >/dev/null
python3 -c 'import socket,time; all=[socket.create_server(("127.0.0.1",p)) for p in (6000,6005)]; time.sleep(60)' &
squatter=$!
eventually 5 listening 6005
ockam node start n1 >/dev/null
is "down cannot listen on 127.0.0.1:6000: address already in use" "$(why web)"
is "down identity not found: bob in $OCKAM_HOME" "$(why bobs)"
matches "Status: down \(identity not found: bob in $OCKAM_HOME\)" "$(ockam tcp-inlet show bobs --at n1)"
ockam tcp-listener list --at n1 2>&1 >/dev/null | grep -q "$id is down (cannot listen on 127.0.0.1:6005: address already in use)"
has "Status: down (cannot listen on 127.0.0.1:6005" "$(ockam tcp-listener show "$id" --at n1)"
kill $squatter
here() { [[ "$(why web)" != down* ]]; }
eventually 10 here
ockam tcp-inlet delete bobs --at n1 >/dev/null
is "other web" "$(inlets)"
all_gone
