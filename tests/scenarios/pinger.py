"""A stranger who wants in: sends Pings to an outlet in clear, as fast as the node takes them, over connections that are
made again whenever one ends, until the file STOP is there; then says how many were sent, and how many were answered with
a Pong. STOP.begun is there once the first are under way. Usage: pinger.py PORT OUTLET STOP [gently]"""
import os, pathlib, socket, struct, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from wire import PING, PONG, frame

port, outlet, stop = int(sys.argv[1]), sys.argv[2], sys.argv[3]
gently = len(sys.argv) > 4  # so that whoever answers has the time to
CONNECTIONS, BATCH = (1, 1) if gently else (4, 400)

# with the tail of our own inlets, or a refusal would begin with a Pong
pings = frame([outlet], ["me"], PING + b"\x4f\x01\x00\x00") * BATCH

def kind_of(body):
    """The first byte of the payload of a frame [onward, return, payload]; by as little as keeps up with a node."""
    def size_at(at):
        info = body[at] & 31
        return (info, at + 1) if info < 24 else (body[at + 1], at + 2) if info == 24 else (struct.unpack_from(">H", body, at + 1)[0], at + 3)
    at = 1
    for _ in range(2):
        hops, at = size_at(at)
        for _ in range(hops):
            length, at = size_at(at + 2)  # behind [kind,
            at += length
    length, at = size_at(at)
    return body[at:at + 1] if length else None

class Connection:
    def __init__(self):
        self.s = socket.create_connection(("127.0.0.1", port), timeout=0.2)
        self.s.setblocking(False)
        self.out, self.got, self.greeted = b"\x01", b"", False

    def step(self, more=True):
        """Returns how many Pings were begun and how many Pongs came; raises when the connection has ended."""
        sent = pongs = 0
        if not self.out and more: self.out, sent = pings, BATCH
        try: self.out = self.out[self.s.send(self.out):]
        except BlockingIOError: pass
        try:
            data = self.s.recv(1 << 18)
            if not data: raise ConnectionError
            self.got += data
        except BlockingIOError: pass
        if not self.greeted and self.got: self.got, self.greeted = self.got[1:], True
        at = 0
        while len(self.got) >= at + 4:
            size = struct.unpack_from(">I", self.got, at)[0]
            if len(self.got) < at + 4 + size: break
            pongs += kind_of(self.got[at + 4:at + 4 + size]) == PONG
            at += 4 + size
        self.got = self.got[at:]
        return sent, pongs

sent = pongs = made = 0
open_ones = []
while not os.path.exists(stop):
    while len(open_ones) < CONNECTIONS:
        try: open_ones.append(Connection()); made += 1
        except OSError: time.sleep(0.0005); break
    for each in list(open_ones):
        try: more, answered = each.step()
        except OSError: open_ones.remove(each); continue
        if more and not sent: open(stop + ".begun", "w").close()
        sent += more
        pongs += answered
    if gently: time.sleep(0.05)
end = time.time() + 3  # what is still under way
while time.time() < end:
    for each in list(open_ones):
        try: pongs += each.step(more=False)[1]
        except OSError: open_ones.remove(each)
    time.sleep(0.001)
print(f"{sent} Pings over {made} connections, {pongs} Pongs", flush=True)
