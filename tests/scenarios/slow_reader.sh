# 16 streams on one link, one client stops reading: the other 15 keep their throughput and messages still pass.
# Long form: SLOW_READER_SECONDS=60.
seconds=${SLOW_READER_SECONDS:-6}
limit=1 share=0.8
if sanitized; then limit=10 share=0.2; fi # it only has to hold, not to be fast
ockam node create relay
ockam node create n1
ockam node create n2
ockam tcp-outlet create --at n1 --to 127.0.0.1:9000
ockam relay create n1 --at /node/relay --to n1
ockam tcp-inlet create --at n2 --from 6000 --to /node/relay/service/forward_to_n1/service/outlet
cat >streams.py <<'P'
import socket, sys, threading, time
seconds = float(sys.argv[1])
block = bytes(1 << 16)
def pour(c):
    try:
        while True: c.sendall(block)
    except OSError: pass
def listen(s):
    while True: threading.Thread(target=pour, args=(s.accept()[0],), daemon=True).start()
s = socket.create_server(("127.0.0.1", 9000), backlog=64)
threading.Thread(target=listen, args=(s,), daemon=True).start()
count, stop, first_reads = [0] * 16, threading.Event(), threading.Event()
def read(i):
    c = socket.create_connection(("127.0.0.1", 6000)); c.settimeout(20)
    while not stop.is_set():
        if i == 0 and first_reads.is_set(): stop.wait(); break  # connected, and reads no more
        part = c.recv(1 << 16)
        if not part: raise SystemExit(f"stream {i} ended")
        count[i] += len(part)
    c.close()
threads = [threading.Thread(target=read, args=(i,), daemon=True) for i in range(16)]
[t.start() for t in threads]
def rate(s):
    before = list(count); time.sleep(s)
    return [(b - a) / s for a, b in zip(before, count)]
time.sleep(1)
quiet = rate(2)
first_reads.set()
slow = rate(seconds)
stop.set()
ratio = sum(slow[1:]) / sum(quiet[1:])
print(f"15 streams: {sum(quiet[1:]) / 1e6:.0f} MB/s with all reading, {sum(slow[1:]) / 1e6:.0f} MB/s with one stalled ({ratio:.2f}); slowest {min(slow[1:]) / 1e6:.0f}")
sys.exit(ratio < float(sys.argv[2]))
P
python3 streams.py "$seconds" "$share" &
streams=$!
end=$((SECONDS + seconds))
while [ "$SECONDS" -lt "$end" ]; do
  is HELLO "$(timeout $limit ockam message send hello --from n2 --to /node/relay/service/forward_to_n1/service/uppercase)"
  sleep 0.5
done
wait $streams
all_gone
