# A member that is removed while 20 of its streams carry data: they end within 5 s, those of another member lose no byte.
#   a, c: inlets  ->  project node, relay of b  ->  b: outlet, echo server
cat >streams.py <<'P'
# streams.py PORT... : 20 streams to each port; every block must come back as it was sent. When the file `end` is there
# they stop. Prints a line for each port: how many streams ended before, when the last of them did, how many bytes.
import os, socket, sys, threading, time
ports = [int(p) for p in sys.argv[1:]]
ended, moved = {p: [] for p in ports}, {p: 0 for p in ports}
def run(port):
    block, peer = os.urandom(16384), socket.create_connection(("127.0.0.1", port), 10)
    peer.settimeout(20)
    try:
        while not os.path.exists("end"):
            peer.sendall(block)
            left = len(block)
            back = b""
            while len(back) < left:
                part = peer.recv(left - len(back))
                if not part: return ended[port].append(time.time())
                back += part
            if back != block: raise SystemExit("damaged")
            moved[port] += left
            if moved[port] > 4 << 20: open(f"busy{port}", "w")
    except OSError: ended[port].append(time.time())
threads = [threading.Thread(target=run, args=(p,)) for p in ports for _ in range(20)]
for t in threads: t.start()
for t in threads: t.join()
for p in ports: print(p, len(ended[p]), round(max(ended[p], default=0)), moved[p])
P
cat >echo.py <<'P'
import contextlib, socket, threading
def serve(peer):
    with peer, contextlib.suppress(OSError):
        while data := peer.recv(1 << 16): peer.sendall(data)
listener = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
P
python3 echo.py &
eventually 5 listening 9000
# on HOME COMMAND...
on() { OCKAM_HOME=$WORK/$1 "$OCKAM" "${@:2}"; }

on hub project create default --tcp-listener-address 127.0.0.1:4000 >/dev/null
for member in a b c; do
  on hub project ticket --relay $member >$member.ticket
  on $member node create $member --enrollment-ticket $member.ticket
done
on b relay create b --at /project/default --to b >/dev/null
on b tcp-outlet create --at b --to 127.0.0.1:9000 >/dev/null
to=/project/default/service/forward_to_b/secure/api/service/outlet
on a tcp-inlet create --at a --from 6001 --to $to >/dev/null
on c tcp-inlet create --at c --from 6002 --to $to >/dev/null

python3 streams.py 6001 6002 >result &
streams=$!
eventually 30 test -e busy6001
eventually 30 test -e busy6002
removed=$(date +%s)
on hub project-member delete "$(on a identity show)" >/dev/null
# every stream of a has ended when b has no channel with it any more
channels_of_a() { on b secure-channel list --at b --output json | grep -c "$(on a identity show)" || true; }
no_channel_of_a() { [ "$(channels_of_a)" == 0 ]; }
eventually 5 no_channel_of_a
sleep 2 # the others go on
touch end
wait $streams
cat result
read -r _ ended last _ < <(grep ^6001 result)
is 20 "$ended"
# b ends them at once, as the channels above; the clients of a hear of it when a is told that no route is for it any more
[ $((last - removed)) -le 10 ] || fail "the last stream ended after $((last - removed)) s"
read -r _ ended _ bytes < <(grep ^6002 result)
is 0 "$ended"
[ "$bytes" -gt 4194304 ] || fail "the others moved $bytes bytes"

# -- and it does not come back: what it once was counts for nothing
refused 70 "no reply" on a message send hello --timeout 2 --to /project/default/service/forward_to_b/service/echo
is HELLO "$(on c message send hello --to /project/default/service/forward_to_b/service/uppercase)"
for home in a b c hub; do on $home node delete --all --yes >/dev/null; done
eventually 5 no_node_runs
