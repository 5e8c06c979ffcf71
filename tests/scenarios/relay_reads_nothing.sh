# A relay carries what it cannot read. Both of its links go through a proxy that keeps every byte:
#   client -> inlet (n2) -> proxy :4102 -> relay :4000 -> proxy :4101 -> outlet (n1) -> server
# 1 MiB of one 16 byte word repeated and 1 MiB that repeats nothing are pushed there and back, through a channel and,
# to see that the test would notice, in clear.
cat >server.py <<'P'
import socket, struct # sends back what it got, once it got all of it, and keeps a copy
listener = socket.create_server(("127.0.0.1", 9000))
while True:
    peer, _ = listener.accept()
    with peer, peer.makefile("rb") as stream:
        data = stream.read(struct.unpack(">I", stream.read(4))[0])
        open("arrived", "wb").write(data)
        peer.sendall(data)
P
cat >push.py <<'P'
import socket, struct, sys
port, data = int(sys.argv[1]), open(sys.argv[2], "rb").read()
peer = socket.create_connection(("127.0.0.1", port), 10)
peer.settimeout(20)
peer.sendall(struct.pack(">I", len(data)) + data)
with peer.makefile("rb") as stream: open("returned", "wb").write(stream.read(len(data)))
P
cat >search.py <<'P'
# What of the payloads stands in the recordings of DIRECTORY, one line for each direction of each link.
import pathlib, sys
directory, words = pathlib.Path(sys.argv[1]), [w.encode() for w in sys.argv[2:4]] + [bytes.fromhex(sys.argv[4])]
word = open("word", "rb").read()[:16]
rotations = [word[i:] + word[:i] for i in range(16)] # any 16 bytes of the payload that repeats it
noise = open("noise", "rb").read()
# Any 16 bytes of a recording hold 8 that start at a multiple of 8. Compared are numbers, all of them in one go.
def numbers(data): return memoryview(data)[:len(data) // 8 * 8].cast("Q")
in_noise = set()
def has_run(data):
    if noise[512:528] in data: return True # all of it is there, most likely
    if not in_noise: in_noise.update(*(numbers(noise[k:]) for k in range(8)))
    if in_noise.isdisjoint(numbers(data)): return False
    return any(is_run(data, 8 * i, noise.index(data[8 * i:8 * i + 8])) for i, number in enumerate(numbers(data)) if number in in_noise)
def is_run(data, at, start):
    before, behind = 0, 8
    while before < 8 and at > before and start > before and data[at - before - 1] == noise[start - before - 1]: before += 1
    while behind < 16 and data[at + behind:at + behind + 1] == noise[start + behind:start + behind + 1] != b"": behind += 1
    return before + behind >= 16
for port in ("4101", "4102"):
    for what in ("received", "sent"):
        all_data = [file.read_bytes() for file in directory.glob(f"{port}.*.{what}")]
        found = []
        if any(rotation in data for data in all_data for rotation in rotations): found.append("word")
        if any(has_run(data) for data in all_data): found.append("noise")
        found += [name for name, text in zip(("outlet", "request", "identity"), words) if any(text in data for data in all_data)]
        print(port, what, "long" if sum(map(len, all_data)) >= 2 << 20 else "SHORT", *(found or ["nothing"]))
P
request="POST /salaries HTTP/1.1"
python3 - "$request" <<'P'
import os, sys
open("word", "wb").write(os.urandom(16) * (1 << 16))
open("noise", "wb").write((sys.argv[1] + "\r\n\r\n").encode() + os.urandom(1 << 20))
P
# pass PORT: both payloads arrive at the far side, and come back, as they were.
pass() {
  for payload in word noise; do
    python3 push.py "$1" $payload
    cmp $payload arrived && cmp $payload returned
  done
}
# record DIRECTORY: a relay that can be reached through the proxy only, and its two peers.
record() {
  ockam node create relay --tcp-listener-address 127.0.0.1:4000
  python3 "$TESTS/scenarios/recording_proxy.py" "$1" 4000 4101 4102 &
  proxy=$!
  eventually 5 listening 4101 && eventually 5 listening 4102
  ockam node create n1
  ockam node create n2
  ockam tcp-outlet create --at n1 --from books_of_n1 --to 127.0.0.1:9000
  is /service/forward_to_n1 "$(ockam relay create n1 --at /ip4/127.0.0.1/tcp/4101 --to n1)"
}
# stop: nobody but the proxy talked to the relay, for two others; the recordings are complete.
stop() {
  is 2 "$(ss -Htnp state established 'dport = :4000' | tee peers | grep -c "pid=$proxy,")"
  is 2 "$(wc -l <peers)"
  ockam node delete --all
  kill $proxy
  wait $proxy || true
}
python3 server.py &
eventually 5 listening 9000

record clear
ockam tcp-inlet create --at n2 --from 7000 --to /ip4/127.0.0.1/tcp/4102/service/forward_to_n1/service/books_of_n1
pass 7000
identity=$(ockam identity show | grep -o '[0-9a-f]\{64\}' | head -1)
stop
python3 search.py clear books_of_n1 "$request" "$identity" >found_clear & # and meanwhile
searching=$!

record sealed
ockam secure-channel create --from n2 --to /ip4/127.0.0.1/tcp/4102/service/forward_to_n1/service/api |
  ockam tcp-inlet create --at n2 --from 7000 --to -/service/books_of_n1
pass 7000
stop
wait $searching
is "4101 received long word noise request
4101 sent long word noise outlet request
4102 received long word noise outlet request
4102 sent long word noise request" "$(<found_clear)"
python3 search.py sealed books_of_n1 "$request" "$identity" >found
is "4101 received long nothing
4101 sent long nothing
4102 received long nothing
4102 sent long nothing" "$(<found)"
all_gone
