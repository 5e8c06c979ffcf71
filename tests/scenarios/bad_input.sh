# Hostile bytes: the link, at most, is dropped; the node serves on and does not grow.
ockam node create n1 --tcp-listener-address 127.0.0.1:7000
ockam tcp-outlet create --at n1 --to 127.0.0.1:1
pid=$(pgrep -f 'node create .*n1$')
rss() { awk '/VmRSS/{print $2}' "/proc/$pid/status"; }
cat >attack.py <<'P'
import os, random, socket, struct, sys, time
def dial():
    s = socket.create_connection(("127.0.0.1", 7000)); s.settimeout(3); return s
def text(b): return bytes([0x40 + len(b)]) + b if len(b) < 24 else b"\x58" + bytes([len(b)]) + b if len(b) < 256 else b"\x59" + struct.pack(">H", len(b)) + b if len(b) < 65536 else b"\x5a" + struct.pack(">I", len(b)) + b
def head(n, major=4): return bytes([(major << 5) + n]) if n < 24 else bytes([(major << 5) + 25]) + struct.pack(">H", n)
def addr(a, t=b"\x00"): return b"\x82" + t + text(a)
def route(*rs): return head(len(rs)) + b"".join(addr(r) for r in rs)
def frame(body): return struct.pack(">I", len(body)) + body
def message(onward, payload, back=(b"me",)): return frame(b"\x83" + route(*onward) + route(*back) + text(payload))
def closed(s):
    try:
        while True:
            if not s.recv(4096): return True
    except socket.timeout: return False
    except ConnectionError: return True
def alive(s):
    s.sendall(message([b"echo"], b"ping"))
    got = b""
    try:
        while b"ping" not in got:
            part = s.recv(4096)
            if not part: return False
            got += part
    except (socket.timeout, ConnectionError): return False
    return True
V = b"\x01"
dropped = {
  "version 0": b"\x00", "version 2": b"\x02",
  "length over the limit": V + struct.pack(">I", (16 << 20) + 1),
  "length of 4 GiB": V + b"\xff\xff\xff\xff",
  "garbage": V + frame(os.urandom(60) + b"\xff"), "text for bytes": V + frame(b"\x83\x80\x80\x64hurt"),
  "a map": V + frame(b"\xa1\x01\x02"), "an endless array": V + frame(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"),
  "nested too deep": V + frame(b"\x81" * 5000), "an empty frame": V + frame(b""),
}
for name, data in dropped.items():
    s = dial(); s.sendall(data)
    if not closed(s): sys.exit(f"{name}: the link stays")
kept = {
  "no route": frame(b"\x83\x80\x80\x41x"), "an unknown worker": message([b"nobody"], b"x"),
  "type 1 next": frame(b"\x83\x81" + addr(b"127.0.0.1:1", b"\x01") + b"\x80\x41x"),
  "a payload to the outlet": message([b"outlet"], b"\x03\x05hello"), "a pong to nobody": message([b"0" * 32], b"\x01"),
  "an empty portal message": message([b"outlet"], b""), "a malformed registration": message([b"forwarding_service"], b"\xff\xff"),
  "a name of 300 bytes": message([b"forwarding_service"], b"\xac\x02" + b"n" * 300),
  "a loop of hops": message([b"hop"] * 14, b"x"),
}
for name, data in kept.items():
    s = dial(); s.sendall(V + data)
    if not alive(s): sys.exit(f"{name}: the link is gone")
for name, data in {"1000 hops": message([b"hop"] * 1000, b"x"), "an address of 64 KiB": message([b"a" * 65536], b"x")}.items():
    s = dial(); s.sendall(V + data); s.close()
# a relay that leads to itself
s = dial(); s.sendall(V + frame(b"\x83" + route(b"forwarding_service") + route(b"forward_to_me", b"r") + text(b"\x02me")))
s.sendall(message([b"forward_to_me", b"x"], b"round and round"))
if not alive(s): sys.exit("a relay to itself stops the node")
# half frames, then silence; then a thousand that say nothing at all
halves = [dial() for _ in range(20)]
for h in halves: h.sendall(V + struct.pack(">I", 900000) + os.urandom(50000))
silent = [dial() for _ in range(1000)]
s = dial(); s.sendall(V)
if not alive(s): sys.exit("a thousand silent connections stop the node")
seed = random.randrange(1 << 30); rng = random.Random(seed)
good = message([b"echo"], b"ping")
for i in range(2000):
    data = bytearray(good); data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    if i % 20 == 0: s = dial(); s.sendall(V)
    try: s.sendall(data[: rng.randrange(len(data) + 1)] if i % 3 == 0 else data)
    except ConnectionError: s = dial(); s.sendall(V)
s = dial(); s.sendall(V)
if not alive(s): sys.exit(f"flipped bits stop the node (seed {seed})")
P
python3 attack.py # warm
before=$(rss)
for i in 1 2 3; do python3 attack.py; done
after=$(rss)
echo "resident: $before kB before, $after kB after three more attacks"
[ "$(nodes_running)" == 1 ] || fail "the node died"
if ! sanitized; then [ $((after - before)) -lt 4096 ] || fail "the node grew"; fi
is HELLO "$(ockam message send hello --to /node/n1/service/uppercase)"
lines=$(wc -l <"$(ockam node logs n1)")
[ "$lines" -lt 2000 ] || fail "$lines lines of log"
all_gone
