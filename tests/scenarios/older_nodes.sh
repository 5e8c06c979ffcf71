# A node that knows nothing of streams that go on over another way is served as ever, at either end: it is told nothing
# that it does not know, and a stream whose way is lost ends at once.
cat >echo.py <<'P'
# Writes to the file `ended` how many of its clients are gone.
import socket, threading
gone = 0
def serve(peer):
    global gone
    try:
        while data := peer.recv(1 << 16): peer.sendall(data)
    except OSError:
        pass
    peer.close()
    gone += 1
    open("ended", "w").write(str(gone))
listener = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
P
python3 echo.py &
eventually 10 listening 9000
gone() { [ "$(cat ended 2>/dev/null)" == "$1" ]; }

# -- its inlet, our outlet
ockam node create office --tcp-listener-address 127.0.0.1:4000
ockam tcp-outlet create --at office --to 9000
echo hello >hello
is "whole broken" "$(python3 "$TESTS/scenarios/older_node.py" inlet 4000 hello | xargs)"
eventually 10 gone 2 # the second one was told as soon as the link was gone, and not after 75 s

# -- our inlet, its outlet
python3 "$TESTS/scenarios/older_node.py" outlet 4100 >said &
eventually 10 listening 4100
ockam node create laptop
ockam tcp-inlet create web --at laptop --from 6000 --to /ip4/127.0.0.1/tcp/4100/service/outlet
cat >push.py <<'P'
# push.py: 1 MB there and back, and both ends; twice, the second time with early payload
import os, socket, threading
for _ in range(2):
    data = os.urandom(1_000_000)
    peer = socket.create_connection(("127.0.0.1", 6000), 10)
    def send():
        peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
    threading.Thread(target=send, daemon=True).start()
    with peer.makefile("rb") as stream: print("whole" if stream.read() == data else "damaged")
P
is "whole whole" "$(python3 push.py | xargs)"
cat >drop.py <<'P'
# drop.py: how a stream ends whose way is gone, and after how many seconds
import socket, time
peer = socket.create_connection(("127.0.0.1", 6000), 10)
peer.sendall(b"hello")
assert peer.recv(5) == b"hello"
peer.sendall(b"drop")
began = time.monotonic()
try:
    how = "end" if peer.recv(1) == b"" else "data"
except ConnectionResetError:
    how = "reset"
print(how, int(time.monotonic() - began) // 5)
P
is "reset 0" "$(python3 drop.py)"
is "" "$(<said)"
all_gone
