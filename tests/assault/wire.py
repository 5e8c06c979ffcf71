"""Frames, routes, messages of portals and requests, as much of them as an attacker needs; spec wire sections 1 to 5 and 7.5. Everything
that leaves is counted here, so that each attack says what it cost whoever sent it."""
import socket
import struct

from cbor import bare, decode, head, number, octets, table, text

counted = {"bytes": 0, "frames": 0, "links": 0, "refused": 0}
PING, PONG, DISCONNECT = b"\x00", b"\x01", b"\x02"
OUR_TAIL = b"\x4f\x01\x07\x00"  # behind a Ping: credit, half-closes, early data


def hop(name): return b"\x82\x00" + octets(name.encode() if isinstance(name, str) else name)
def route(hops): return head(4, len(hops)) + b"".join(map(hop, hops))
def body(onward, back, payload): return b"\x83" + route(onward) + route(back) + octets(payload)
def payload_of(data): return b"\x03" + bare(data)


def sized(content): return struct.pack(">I", len(content)) + content
def frame(onward, back=(), payload=b""): return sized(body(onward, back, payload))


def request(content=b"", path="/", method=1):
    """What a service of an authority is asked; spec wire section 7.5."""
    return bare(table(_1=number(7), _2=text(path), _3=number(method), _4=b"\xf5" if content else b"\xf4") + content)


class Link:
    """One TCP connection to a node, from an address of the attacker's choice."""

    def __init__(self, to, source=None, timeout=5, greet=True, receive_buffer=None):
        self.socket, self.came, self.greeted, self.patience = socket.socket(), b"", False, timeout
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        if source:
            self.socket.bind((source, 0))
        try:
            self.socket.connect(to)
        except OSError:
            counted["refused"] += 1
            self.socket.close()
            raise
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        counted["links"] += 1
        if greet:
            self.raw(b"\x01", frames=0)

    def raw(self, data, frames=1):
        self.socket.settimeout(self.patience)
        self.socket.sendall(data)
        counted["bytes"] += len(data)
        counted["frames"] += frames

    def send(self, onward, back=(), payload=b""): self.raw(frame(onward, back, payload))

    def exactly(self, size):
        while len(self.came) < size:
            part = self.socket.recv(1 << 18)
            if not part:
                raise EOFError("the node ended the link")
            self.came += part
        taken, self.came = self.came[:size], self.came[size:]
        return taken

    def receive(self, timeout=5):
        """(onward, return, payload), the routes as lists of bytes. TimeoutError, EOFError, or OSError."""
        self.socket.settimeout(timeout)
        if not self.greeted:
            self.exactly(1)
            self.greeted = True
        onward, back, payload, *_ = decode(self.exactly(int.from_bytes(self.exactly(4), "big")))[0]
        return [a[1] for a in onward], [a[1] for a in back], payload

    def heard(self, seconds=0.5):
        """A message, or None where none comes."""
        try:
            return self.receive(seconds)
        except (OSError, EOFError):
            return None

    def is_open(self):
        self.socket.setblocking(False)
        try:
            while self.socket.recv(1 << 16):
                pass
            return False
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            self.socket.setblocking(True)

    def close(self): self.socket.close()


def answers(to, onward, payload, seconds):
    """Whether anything comes back of a message, on a link of its own."""
    link = Link(to)
    link.send(onward, ["me"], payload)
    try:
        link.receive(seconds)
        return True
    except (TimeoutError, EOFError):
        return False
    finally:
        link.close()
