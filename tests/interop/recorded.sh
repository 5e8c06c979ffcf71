# What nodes of the real Ockam are sent by ours: no message of portals that they do not know, whatever happens to the way.
source "$TESTS/interop/real.sh"
cat >echo.py <<'P'
import socket, threading
def serve(peer):
    with peer:
        try:
            while data := peer.recv(1 << 16): peer.sendall(data)
        except OSError:
            pass
listener = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
P
cat >push.py <<'P'
# push.py PORT: 2 MB there and back
import os, socket, sys, threading
data = os.urandom(2000000)
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
peer.settimeout(30)
threading.Thread(target=peer.sendall, args=(data,), daemon=True).start()
with peer.makefile("rb") as stream: print("intact" if stream.read(len(data)) == data else "damaged", flush=True)
P
cat >hold.py <<'P'
# hold.py PORT FILE: a stream that has bytes under way until it is broken; FILE is there once it has
import socket, sys
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
peer.settimeout(30)
try:
    while True:
        peer.sendall(b"x" * 1000)
        if not peer.recv(1 << 16): break
        open(sys.argv[2], "w").close()
except OSError:
    pass
P
cat >kinds.py <<'P'
# kinds.py ASSAULT FOLDER WHAT: which kinds of a portal's messages are in the recordings of WHAT, sent or received, and
# whether bytes are behind one
import pathlib, sys
sys.path.insert(0, sys.argv[1])
from cbor import decode

def frames(path):
    data, at = path.read_bytes(), 1
    while at + 4 <= len(data) and (size := int.from_bytes(data[at:at + 4], "big")) <= len(data) - at - 4:
        onward, back, payload, *_ = decode(data[at + 4:at + 4 + size])[0]
        if onward and payload: yield onward[-1][1], back[-1][1] if back else None, bytes(payload)
        at += 4 + size

every = {path: list(frames(path)) for path in pathlib.Path(sys.argv[2]).iterdir()}
flat = [frame for each in every.values() for frame in each]
ends = {back for to, back, payload in flat if to == b"outlet" and payload[0] == 0} - {None}
ends |= {back for to, back, _ in flat if to in ends} - {None} # who speaks to one end of a stream is the other
kinds, behind = set(), False
for path, some in every.items():
    for to, _, payload in some if path.suffix == "." + sys.argv[3] else ():
        if to in ends or to == b"outlet":
            kinds.add(payload[0])
            at, size, shift = 1, 0, 0
            if payload[0] == 3:
                while True:
                    size, shift, at = size | (payload[at] & 127) << shift, shift + 7, at + 1
                    if payload[at - 1] < 128: break
            behind |= payload[0] > 0 and len(payload) > at + size # a Ping says that it is of ours, and is answered by none
print(*sorted(kinds), "and more" if behind else "")
P
python3 echo.py &
eventually 10 listening 9000
recording() { python3 "$TESTS/scenarios/recording_proxy.py" "$1" "$2" "$3" >/dev/null 2>&1 & proxy=$!; eventually 10 listening "$3"; }
kinds() { python3 kinds.py "$TESTS/assault" "$@" | xargs; }
ends_in() { [[ " $(kinds "$1" received) " == *" 2 "* ]]; } # a stream's last message may come a moment after its client went
# cut PORT FOLDER RELAY LISTEN: a stream whose way goes and is there again
cut() {
  python3 hold.py "$1" held & holding=$!
  eventually 20 test -e held
  rm held
  kill $proxy
  wait $proxy 2>/dev/null || true
  wait $holding || true
  recording "$2" "$3" "$4"
  eventually 40 eval "[ \"\$(timeout 20 python3 push.py $1 2>/dev/null)\" == intact ]"
  eventually 10 ends_in "$2"
  kill $proxy
}

# -- our inlet, their outlet
real R node create r --tcp-listener-address 127.0.0.1:4200 >/dev/null
real R tcp-outlet create --at r --to 127.0.0.1:9000 >/dev/null
recording to_theirs 4200 4201
ockam node create laptop
ockam tcp-inlet create --at laptop --from 6000 --to /ip4/127.0.0.1/tcp/4201/service/outlet
for i in 1 2; do is intact "$(python3 push.py 6000)"; done
cut 6000 to_theirs_again 4200 4201
is "0 2 3" "$(kinds to_theirs received)"
is "0 2 3" "$(kinds to_theirs_again received)"

# -- their inlet, our outlet
ockam node create office --tcp-listener-address 127.0.0.1:4300
ockam tcp-outlet create --at office --to 9000
recording to_ours 4300 4301
real A node create a >/dev/null
real A tcp-inlet create --at a --from 127.0.0.1:6001 --to /dnsaddr/127.0.0.1/tcp/4301/service/outlet >/dev/null
for i in 1 2; do is intact "$(python3 push.py 6001)"; done
matches "^1 (2 )?3\$" "$(kinds to_ours sent)"
for home in A R; do real $home node delete --all --yes >/dev/null; done
all_gone
