# The end of a node: no new streams, those that are open flow to their end, and `node stop` says what it waits for.
cat >slow.py <<'PLAYED'
# Says hello, and the rest as soon as somebody makes the file `go`.
import os, socket, threading, time
def serve(client):
    client.sendall(b"hello\n")
    while not os.path.exists("go"): time.sleep(0.05)
    client.sendall(b"x" * 300_000 + b"\nbye\n")
    client.close()
server = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
PLAYED
python3 slow.py &
eventually 5 listening 9000
ockam node create office >/dev/null
ockam node create laptop >/dev/null
ockam tcp-outlet create --at office --from slow --to 9000 >/dev/null
ockam tcp-inlet create web --at laptop --from 6000 --to /node/office/secure/api/service/slow >/dev/null
client() { python3 -c 'import socket,sys
s = socket.create_connection(("127.0.0.1", 6000))
text = b""
while part := s.recv(65536):
    text += part
    open(sys.argv[1], "wb").write(text)' "$1" 2>/dev/null; }
said() { grep -q "$1" "$2"; }
for n in 1 2; do client "got.$n" & done
for n in 1 2; do eventually 10 said hello "got.$n"; done

ockam node stop laptop >stopped 2>waits &
stopping=$!
eventually 5 said "waiting for 2 streams of inlet web" waits
listening 6000 && fail "it takes new streams"
refused 69 "node laptop is stopping" ockam tcp-inlet create late --at laptop --from 6001 --to /service/slow
touch go
for n in 1 2; do eventually 10 said bye "got.$n"; done
is 300011 "$(($(wc -c <got.1)))"
wait $stopping
is "Stopped node 'laptop'" "$(<stopped)"

# the far end drains as well, and who is asked twice does not wait
rm go
ockam node start laptop >/dev/null
client got.3 &
eventually 10 said hello got.3
ockam node stop office >stopped 2>waits &
eventually 5 said "waiting for 1 stream of outlet slow" waits
kill -TERM "$(pgrep -f 'ockam.* node create .*office$')"
eventually 3 said Stopped stopped

# and who is forced neither
ockam node start office >/dev/null
client got.4 &
eventually 15 said hello got.4
since=$SECONDS
ockam node stop laptop --force >/dev/null
[ $((SECONDS - since)) -le 2 ] || fail "--force waited"
all_gone
