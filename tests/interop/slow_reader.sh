# A node of the real Ockam gives no credit and hears of none. What it sends to somebody who reads slowly, but reads,
# arrives complete: straight to our inlet, and through our relay with that node behind it, where the only link in the
# way is stopped again and again. Long form: SLOW_READER_MIB=1024. Our relay waits for them when it is told to stop, and what
# it tells its neighbours then does not disturb that node.
source "$TESTS/interop/real.sh"
mib=${SLOW_READER_MIB:-64}
cat >send.py <<'P'
# send.py MIB: to each client so many MiB, as fast as they go
import socket, sys, threading
block = bytes(range(256)) * 4096
def serve(client):
    for n in range(int(sys.argv[1])): client.sendall(n.to_bytes(8, "big") + block[8:])
    client.close()
server = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
P
cat >read.py <<'P'
# read.py PORT MIB: reads 20 MB/s to the end
import hashlib, socket, sys, time
block, wanted, got = bytes(range(256)) * 4096, hashlib.sha256(), hashlib.sha256()
for n in range(int(sys.argv[2])): wanted.update(n.to_bytes(8, "big") + block[8:])
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
peer.settimeout(30)
size, since = 0, time.monotonic()
try:
    while part := peer.recv(1 << 17):
        size += len(part)
        got.update(part)
        time.sleep(max(0, since + size / 20e6 - time.monotonic()))
except OSError as e: print(f"broken after {size} bytes: {e}")
print("complete" if got.digest() == wanted.digest() else f"{size} bytes")
P
python3 send.py "$mib" &
eventually 5 listening 9000
real R node create r --tcp-listener-address 127.0.0.1:4200 >/dev/null
real R tcp-outlet create --at r --to 127.0.0.1:9000 >/dev/null
ockam node create near
ockam node create hub --tcp-listener-address 127.0.0.1:4100 --allow-relays
ockam tcp-inlet create --at near --from 6001 --to /ip4/127.0.0.1/tcp/4200/service/outlet
is complete "$(python3 read.py 6001 "$mib")"

real R relay create behind --at /dnsaddr/127.0.0.1/tcp/4100 --to r >/dev/null
ockam tcp-inlet create --at near --from 6002 --to /node/hub/service/forward_to_behind/secure/api/service/outlet
is complete "$(python3 read.py 6002 "$mib")"

reads() { ockam tcp-inlet list --at near --output json | grep -q '"streams": *1'; }
python3 read.py 6002 "$mib" >last &
reading=$!
eventually 5 reads
ockam node stop hub >/dev/null 2>waits
wait $reading
is complete "$(<last)"
grep -q "waiting for 2 links that others use" waits
real R node delete --all --yes >/dev/null
all_gone
