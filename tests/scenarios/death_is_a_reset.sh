# A process that dies ends no stream politely: whose end of data is the end of the connection must not take half of it
# for the whole. One node dies by every means there is, on either side, under transfers without a length.
#   client -- inlet (b) == (a) outlet -- server
# needs real root
cat >server.py <<'PY'
# server.py PORT FILE: sends without end to who says GET, else writes what it gets to FILE.N, or FILE.N.whole if it ended well
import itertools, socket, sys, threading
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
def serve(client, name):
    try:
        first = client.recv(1 << 16)
        if first.startswith(b"GET"):
            name += ".download"
            client.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            while True:
                client.sendall(bytes(1 << 16))
        open(name + ".begun", "w")
        while client.recv(1 << 16):
            pass
        open(name + ".whole", "w")
    except OSError:
        open(name + ".broken", "w")
for number in itertools.count():
    threading.Thread(target=serve, args=(listener.accept()[0], f"{sys.argv[2]}.{number}"), daemon=True).start()
PY
cat >upload.py <<'PY'
# upload.py PORT: sends until it is broken off, as an FTP client or nc would
import socket, sys
to = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
try:
    while True:
        to.sendall(bytes(1 << 16))
except OSError:
    pass
PY
cat >download.py <<'PY'
# download.py PORT: like nc: exit 0 if what came ended well
import socket, sys
one = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
one.sendall(b"GET / HTTP/1.0\r\n\r\n")
try:
    while one.recv(1 << 16):
        pass
except OSError:
    sys.exit(1)
PY
python3 server.py 9000 "$WORK/sink" &
ockam node create a >/dev/null
# an outlet waits for its inlet to come by another way, here not as long as it usually does
ockam tcp-outlet create --at a --to 9000 --keep-for 1s >/dev/null
eventually 60 listening 9000

pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }
broken=0
sink_is() { compgen -G "$WORK/sink.*.$1"; }
streams_are() { ockam tcp-inlet show web --at b --output json | grep -q "\"streams\": *$1[,}]"; }
# dies NAME COMMAND...: under two downloads (HTTP/1.0, nc) and an upload through a fresh inlet node.
dies() {
  local name=$1
  shift
  rm -f "$WORK"/sink.*
  curl -s --http1.0 127.0.0.1:6000 --max-time 300 -o /dev/null & local http=$!
  python3 download.py 6000 & local nc=$!
  python3 upload.py 6000 & local up=$!
  eventually 60 streams_are 3
  eventually 60 sink_is begun
  "$@"
  wait $http && fail "$name: a truncated download is taken for whole by an HTTP/1.0 client"
  wait $nc && fail "$name: a truncated download is taken for whole by nc"
  wait $up || true
  eventually 30 sink_is broken
  sink_is whole && fail "$name: a truncated upload is taken for whole"
  broken=$((broken + 3))
}
start_b() {
  ockam node create b >/dev/null
  ockam tcp-inlet create --at b --alias web --from 6000 --to /node/a/service/outlet >/dev/null
}
kill_node() { kill -9 "$(pid_of "$1")"; }

start_b
dies "kill -9 of the inlet's node" kill_node b
ockam node start b >/dev/null
dies "stop --force of the inlet's node" ockam node stop --force b
ockam node start b >/dev/null
dies "abort of the inlet's node" kill -ABRT "$(pid_of b)"
ockam node start b >/dev/null

# -- the outlet's node: the server of an upload hears of it at once, not when an inlet finds out
outlet_dies() {
  local name=$1
  shift
  rm -f "$WORK"/sink.*
  python3 upload.py 6000 & local up=$!
  eventually 60 sink_is begun
  local before=$SECONDS
  "$@"
  eventually 8 sink_is broken
  sink_is whole && fail "$name: a truncated upload is taken for whole"
  [ $((SECONDS - before)) -le 9 ] || fail "$name: the server heard late of it"
  kill $up 2>/dev/null || true
  wait $up 2>/dev/null || true
  broken=$((broken + 1))
}
outlet_dies "kill -9 of the outlet's node" kill_node a
ockam node start a >/dev/null
eventually 60 bash -c 'ockam tcp-inlet show web --at b | grep -q "up ("'
outlet_dies "stop --force of the outlet's node" ockam node stop --force a
ockam node start a >/dev/null
eventually 60 bash -c 'ockam tcp-inlet show web --at b | grep -q "up ("'

# -- the kernel ends a process that takes too much memory: its cgroup, whichever version the machine has
group=""
for where in /sys/fs/cgroup/memory /sys/fs/cgroup; do
  mkdir "$where/ockam-$$" 2>/dev/null || continue
  for limit in memory.limit_in_bytes memory.max; do
    [ -w "$where/ockam-$$/$limit" ] && group=$where/ockam-$$ && break 2
  done
  rmdir "$where/ockam-$$"
done
squeeze() { # until it asks for a page more than it has; what comes meanwhile makes it ask
  local i used
  for i in $(seq 200); do
    kill -0 "$b" 2>/dev/null || return 0
    used=$(cat "$group/memory.usage_in_bytes" 2>/dev/null || cat "$group/memory.current")
    echo $((used - 80000)) >"$group/$limit" 2>/dev/null || echo "$used" >"$group/$limit" 2>/dev/null || true
    curl -s --max-time 1 -o /dev/null 127.0.0.1:6000 &
    sleep 0.05
  done
}
oom_kills() { cat "$group"/memory.oom_control "$group"/memory.events 2>/dev/null | sed -n 's/^oom_kill \([0-9]*\)$/\1/p'; }
if [ -n "$group" ]; then
  ockam node delete b --yes >/dev/null 2>&1 || true
  (echo "$BASHPID" >"$group/cgroup.procs"; start_b) # all its memory is counted
  b=$(pid_of b)
  dies "the end by the kernel for lack of memory" squeeze
  [ "$(oom_kills)" -ge 1 ] || fail "the kernel killed nobody: $(oom_kills)"
  emptied() { [ -z "$(<"$group/cgroup.procs")" ]; }
  eventually 30 emptied
  rmdir "$group"
else
  echo "no memory cgroup can be made here: the end by the kernel for lack of memory is not tried"
fi

# -- and an end in order loses nothing: half-close, graceful stop with much under way
ockam node delete b -y >/dev/null 2>&1 || true
start_b
head -c 30000000 /dev/urandom >file
cat >whole.py <<'PY'
# whole.py PORT FILE: a server that takes all until the end, and only then sends FILE and ends
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    client = listener.accept()[0]
    while client.recv(1 << 16):
        pass
    client.sendall(open(sys.argv[2], "rb").read())
    client.close()
PY
python3 whole.py 9001 file &
ockam tcp-outlet create --at a --from half --to 9001 >/dev/null
ockam tcp-inlet create --at b --alias half --from 6001 --to /node/a/service/half >/dev/null
cat >slow.py <<'PY'
# slow.py PORT: ends its output, reads slowly to the end
import hashlib, socket, sys, time
one = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
one.sendall(b"x" * 1000)
one.shutdown(socket.SHUT_WR)
digest = hashlib.sha256()
while part := one.recv(1 << 18):
    digest.update(part)
    time.sleep(0.02)
print(digest.hexdigest())
PY
sum=$(sha256sum <file | cut -d' ' -f1)
is "$sum" "$(python3 slow.py 6001)"
python3 slow.py 6001 >got & slow=$!
reads() { ockam tcp-inlet show half --at b --output json | grep -q '"streams": *1[,}]'; }
eventually 60 reads
ockam node stop b >/dev/null 2>&1
wait $slow
is "$sum" "$(<got)"
all_gone
[ "$broken" -ge 11 ] || fail "only $broken transfers were broken off"
