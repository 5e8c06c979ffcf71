# A node that may use 256 MiB of memory, and strangers who fill it: streams whose target reads nothing, with large and
# with tiny payloads, and links that ask for answers and read none. The largest end, and the log says so; the node stays
# below its limit, serves others meanwhile, and gives the memory back. Where a control group can be made, the kernel
# would end the node if it took more.
# needs real root
cat >hold.py <<'P'
# accepts, says nothing, reads nothing
import socket
server, kept = socket.create_server(("127.0.0.1", 9001), backlog=4096), []
while True: kept.append(server.accept()[0])
P
cat >back.py <<'P'
# sends back what it gets
import socket, threading
def serve(client):
    while part := client.recv(1 << 16): client.sendall(part)
server = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
P
cat >honest.py <<'P'
# one stream that says something small ten times a second, until the file `over` is there; prints how often, and the
# slowest answers in ms
import os, socket, time
peer = socket.create_connection(("127.0.0.1", 6000))
peer.settimeout(30)
times = []
while not os.path.exists("over"):
    since = time.monotonic()
    peer.sendall(b"x" * 100)
    got = 0
    while got < 100:
        part = peer.recv(1000)
        if not part: raise SystemExit("the honest stream ended")
        got += len(part)
    times.append(time.monotonic() - since)
    time.sleep(0.1)
times.sort()
print(len(times), round(times[-1 - len(times) // 100] * 1000), round(times[-1] * 1000))
P
cat >fill.py <<'P'
# fill.py PORT KIND COUNT BYTES: so many streams or links, each made to wait for somebody who takes nothing
import os, select, socket, sys, time
sys.path.insert(0, os.environ["TESTS"] + "/assault")
from wire import Link, PING, frame, payload_of
port, kind, count, size = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
kept, ended = [], 0
for n in range(count):
    try:
        # a link of its own for each, as for clients who do not know each other
        link = Link(("127.0.0.1", port), timeout=10, receive_buffer=4096 if kind == "echo" else None)
        if kind == "echo":
            data, way = frame(["echo"], ["me"], bytes(500_000)), None
            data *= max(1, size // 500_000)
        else:
            link.send(["hold"], ["me"], PING)
            _, way, _ = link.receive(10)
            one = frame(way, ["me"], payload_of(b"x" if kind == "tiny" else bytes(100_000)))
            data = one * (size if kind == "tiny" else size // 100_000)
        link.socket.settimeout(3)
        link.raw(data)
    except (OSError, EOFError):
        ended += 1
    kept.append(link)
print("filled", ended, flush=True)
time.sleep(1)
P

memory=256 name=memory-$RANDOM$RANDOM
limit() { # puts this shell, and the node that it starts, into a control group, whichever version the machine has
  local where file
  for where in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    mkdir "$where/ockam-$name" 2>/dev/null || continue
    for file in memory.limit_in_bytes memory.max; do
      [ -w "$where/ockam-$name/$file" ] && group=$where/ockam-$name && echo $((memory << 20)) >"$group/$file" && return 0
    done
    rmdir "$where/ockam-$name"
  done
  return 1
}
group=""
if ! sanitized && limit; then # which needs more than that by itself
  (echo "$BASHPID" >"$group/cgroup.procs"; exec ockam node create hub --tcp-listener-address 127.0.0.1:4000 >/dev/null)
else
  echo "no control group is made here: the node is told how much memory it may use"
  ockam node create hub --tcp-listener-address 127.0.0.1:4000 --memory ${memory}M >/dev/null
fi
hub=$(ockam node show hub --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')
for bad in 12X M 1G5 31M 9999999G; do
  refused 65 "--memory $bad is not a size of memory" ockam node create bad --memory $bad
done
python3 hold.py &
python3 back.py &
eventually 10 listening 9001
eventually 10 listening 9000
ockam tcp-outlet create --at hub --from hold --to 9001 >/dev/null
ockam tcp-outlet create --at hub --from back --to 9000 >/dev/null
ockam node create laptop >/dev/null
ockam tcp-inlet create --at laptop --from 6000 --to /node/hub/service/back >/dev/null

resident() { sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$hub/status"; }
idle=$(resident VmRSS)
python3 honest.py >honest &
honest=$!
peak=0
fills() { # NAME ARGUMENTS...
  local name=$1
  shift
  python3 fill.py 4000 "$@" >filled
  now=$(resident VmRSS)
  most=$(resident VmHWM)
  echo "$name: $(<filled) ended early, $((now / 1024)) MiB now, $((most / 1024)) MiB at most"
  kill -0 "$honest" || fail "$name: the honest stream ended: $(<honest)"
}
fills "streams that nobody reads" hold 60 7500000
fills "tiny payloads" tiny 8 200000
fills "unread answers" echo 8 40000000
touch over
wait $honest
echo "honest: $(<honest) (answers, p99 and slowest in ms)"
[ "$(cut -d' ' -f1 honest)" -ge 10 ] || fail "the honest stream hardly had a chance"

has "most of it in this" "$(cat "$OCKAM_HOME"/nodes/hub/log)"
is "$hub" "$(ockam node show hub --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')"
if ! sanitized; then
  most=$(resident VmHWM)
  [ "$most" -lt $((memory * 1024)) ] || fail "$most KiB at most"
  given_back() { [ "$(resident VmRSS)" -lt $((idle + 48 * 1024)) ]; }
  eventually 10 given_back
  echo "idle $((idle / 1024)) MiB, at most $((most / 1024)) MiB, afterwards $(($(resident VmRSS) / 1024)) MiB"
fi
all_gone
if [ -n "$group" ]; then
  emptied() { [ -z "$(<"$group/cgroup.procs")" ]; }
  eventually 30 emptied
  rmdir "$group"
fi
