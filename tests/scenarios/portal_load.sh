# Load through inlet -> relay -> outlet: every byte is compared, half-closes pass, a stalled reader costs no memory.
loadgen() { "$BUILD/loadgen" "$@"; }
loadgen server --listen 127.0.0.1:9000 >/dev/null 2>&1 &
eventually 5 listening 9000
ockam node create relay
ockam node create n1
ockam node create n2
ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:9000
ockam relay create n1 --at /node/relay --to /node/n1
ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to /node/relay/service/forward_to_n1/service/outlet
for mode in "bulk --dir up --conns 1" "bulk --dir down --conns 16" "bulk --dir both --conns 16" "pingpong --conns 64" \
  "connrate --conns 8"; do
  loadgen $mode --seconds 1 --connect 127.0.0.1:6000 | tee result
  has '"ok":true' "$(<result)"
done
for i in $(seq "${HALF_CLOSES:-20}"); do
  loadgen halfclose --connect 127.0.0.1:6000 >result || fail "half-close $i: $(<result)"
done
rss() { for p in $(pgrep -f 'ockam.* node create'); do awk '/VmRSS/{print $2}' "/proc/$p/status"; done; }
before=($(rss))
loadgen stall --conns 8 --seconds 3 --connect 127.0.0.1:6000 --pids "$(pgrep -d, -f 'ockam.* node create')" | tee result
has '"ok":true' "$(<result)"
peak=($(sed 's/.*"rss_peak_kb":\[\([0-9,]*\)\].*/\1/; s/,/ /g' result))
if ! sanitized; then
  for i in 0 1 2; do
    [ $((peak[i] - before[i])) -lt 16384 ] || fail "a node grew from ${before[i]} to ${peak[i]} kB on a stalled reader"
  done
fi

# 64 MiB up and down, 16 at once, equal hashes
head -c 67108864 /dev/urandom >sent
sum=$(sha256sum <sent)
cat >echo_file.py <<'P'
import hashlib, socket, sys, threading
sent = open("sent", "rb").read()
wanted = hashlib.sha256(sent).hexdigest()
def serve(c):
    got = hashlib.sha256(); n = 0
    while n < len(sent):
        part = c.recv(1 << 20); n += len(part); got.update(part)
        if not part: break
    c.sendall(got.hexdigest().encode()); c.sendall(sent); c.shutdown(socket.SHUT_WR); c.recv(1); c.close()
def listen(s):
    while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
s = socket.create_server(("127.0.0.1", 9001), backlog=64)
threading.Thread(target=listen, args=(s,), daemon=True).start()
bad = []
def client(i):
    c = socket.create_connection(("127.0.0.1", 6001)); c.sendall(sent)
    text = b""
    while len(text) < 64: text += c.recv(64 - len(text)) or b"?" * 64
    got = hashlib.sha256(); n = 0
    while part := c.recv(1 << 20): n += len(part); got.update(part)
    if text.decode() != wanted: bad.append(f"{i}: up {text}")
    if got.hexdigest() != wanted: bad.append(f"{i}: down {n} of {len(sent)} bytes")
threads = [threading.Thread(target=client, args=(i,)) for i in range(int(sys.argv[1]))]
[t.start() for t in threads]; [t.join() for t in threads]
print("\n".join(bad) or f"{len(threads)} x {len(sent)} bytes up and down, sha256 {wanted}")
sys.exit(bool(bad))
P
ockam tcp-outlet create --at n1 --from files --to 127.0.0.1:9001
ockam tcp-inlet create --at n2 --from 127.0.0.1:6001 --to /node/relay/service/forward_to_n1/service/files
python3 echo_file.py 16
all_gone
