# A home on a disk that is full, or read-only, or of a copy that cannot be written: who only looks sees everything, who
# ends something ends it, and who would write is told why not. The table of what each command says is printed.
copies() { ls -d /dev/shm/ockam-* 2>/dev/null || true; } # of databases on disks that take no lock
copies_before=$(copies) # of others
disk=$WORK/disk
mkdir "$disk"
mount -t tmpfs -o size=3M,mode=700 tmpfs "$disk"
export OCKAM_HOME=$disk/home
state="cannot use the state in $OCKAM_HOME/database.sqlite3"
ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam tcp-outlet create --at n1 --to 9000 >/dev/null
ockam tcp-inlet create web --at n2 --from 6000 --to /node/n1/service/outlet >/dev/null 2>&1
ockam node create old >/dev/null
ockam node stop old >/dev/null
fill() { dd if=/dev/zero of="$disk/fill" bs=4k 2>/dev/null || true; }

# the commands that people use most
commands=("node list" "node show n1" "node show" "status" "identity list" "identity show" "tcp-inlet list --at n2"
  "tcp-outlet list" "relay list" "secure-channel list --at n1" "node logs n1" "export n1" "doctor"
  "message send hi --to /node/n1/service/uppercase" "tcp-inlet create other --at n2 --from 6001 --to /node/n1/service/outlet"
  "identity create carol" "node create n3" "node default n2" "hub set /node/n1")
table() {
  local command status
  echo "--- $1"
  for command in "${commands[@]}"; do
    status=0
    ockam $command >"$WORK/said" 2>"$WORK/error" || status=$?
    printf '%-60s %3d  %s\n' "ockam $command" $status "$({ cat "$WORK/error" "$WORK/said"; } | grep -m1 . | cut -c1-150)"
  done
}
reads() {
  has "n2" "$(ockam node list)"
  has "Name: n1" "$(ockam node show n1)"
  has "Name: $1" "$(ockam node show)"
  ockam status >/dev/null
  has I "$(ockam identity list)"
  has Outlet "$(ockam tcp-outlet list)"
  is "$OCKAM_HOME/nodes/n1/log" "$(ockam node logs n1)"
  has tcp-outlet "$(ockam export n1)"
  is HI "$(ockam message send hi --to /node/n1/service/uppercase)"
  is HI "$(ockam message send hi --to /node/n1/secure/api/service/uppercase)"
}
fails() {
  for command in "identity create carol" "node default n2" "hub set /node/n1" "node delete old" \
    "tcp-inlet create other --at n2 --from 6001 --to /node/n1/service/outlet" "tcp-inlet delete web --at n2"; do
    refused 74 "$1" ockam $command
  done
}

fill
table "a full disk"
reads n1
fails "$state: the disk is full"
status=0
said=$(ockam node create n3 2>&1) || status=$?
is 74 "$status"
has "$state: the disk is full" "$said"
is "Stopped node 'n1'" "$(ockam node stop n1)"
ockam node start n1 >/dev/null # nothing of it is new
is HI "$(ockam message send hi --to /node/n1/service/uppercase)"
is "Stopped node 'n1'" "$(ockam node stop n1 --force)"
rm "$disk/fill"
ockam node start n1 >/dev/null

# a read-only disk: the nodes there go on
mkdir "$WORK/read_only"
mount --bind "$disk" "$WORK/read_only"
mount -o remount,ro,bind "$WORK/read_only"
mount --bind "$WORK/read_only" "$disk" # read-only at once: no node can have opened a file to write through it
table "a read-only disk"
reads n1
fails "$state: its directory is read-only"
refused 74 "Read-only file system" ockam node create n3
is "Stopped node 'n1'" "$(ockam node stop n1)"
is "Stopped node 'n2'" "$(ockam node stop n2 --force)"
refused 74 "Read-only file system" ockam node start n1
umount "$disk"
ockam node start n1 >/dev/null
ockam node start n2 >/dev/null

# a copy of the home of a node that was killed, with what was not brought into the database yet, where nothing can be written
python3 - "$OCKAM_HOME/database.sqlite3" <<'P' &
import os, signal, sqlite3, sys
one = sqlite3.connect(sys.argv[1])
one.execute("update nodes set threads = 7 where name = 'old'")
one.commit()
os.kill(os.getpid(), signal.SIGKILL)
P
wait $! || true
[ -s "$OCKAM_HOME/database.sqlite3-wal" ]
mkdir "$WORK/copy"
cp -r "$OCKAM_HOME" "$WORK/copy/"
mount --bind "$WORK/copy" "$WORK/copy"
mount -o remount,ro,bind "$WORK/copy"
(
  export OCKAM_HOME=$WORK/copy/home
  state="cannot use the state in $OCKAM_HOME/database.sqlite3"
  table "a read-only copy"
  has "n2" "$(ockam node list)"
  has "threads: 7" "$(ockam export old)"
  refused 74 "$state: its directory is read-only" ockam node default n2
)
is "$copies_before" "$(copies)"

# a log that cannot be written is no reason not to serve
ockam node stop n1 >/dev/null
rm -f "$OCKAM_HOME"/nodes/n1/log*
mkdir "$OCKAM_HOME/nodes/n1/log"
has "n1 runs without a log: cannot write $OCKAM_HOME/nodes/n1/log: Is a directory" "$(ockam node start n1 2>&1 >/dev/null)"
is HI "$(ockam message send hi --to /node/n1/service/uppercase)"
all_gone
