"""A node that speaks of portals what was spoken before streams outlived their way (capability bits 0 to 2), at either end.
Whatever it does not know is the end of it, and said.
  older_node.py inlet PORT FILE    opens streams to `outlet` of the node there, an echo: one to its end; then one whose link
                                   breaks, with FILE as what is sent first
  older_node.py outlet PORT        is a node with an outlet that echoes; a payload `drop` breaks the link
tests/assault has the frames."""
import os
import pathlib
import socket
import struct
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "assault"))
from wire import Link, OUR_TAIL, PING, PONG, frame, payload_of  # noqa: E402

CREDIT, END, WINDOW = b"\x04", b"\x05", 1 << 18


def uvarint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


class Stream:
    """One end of a stream, as older nodes have it. `send` takes a message of it."""

    def __init__(self, send):
        self.send, self.credit, self.granted, self.counted = send, WINDOW, WINDOW, 0
        self.waiting, self.ended, self.ends = b"", False, False

    def hear(self, message):
        """The payload in it; None behind the last one."""
        kind, rest = message[:1], message[1:]
        if kind == CREDIT:
            assert len(rest) == 4, f"a Credit of {message.hex()}"
            self.credit += struct.unpack("<I", rest)[0]
            self.flush()
            return b""
        if kind == END:
            self.count(rest)
            self.ended = True
            return None
        assert kind == b"\x03", f"an older node gets {message[:20].hex()}"
        size, at = uvarint(rest, 0)
        self.count(rest[at + size:])
        self.granted -= size
        assert self.granted >= 0, "more payload than was granted"
        self.granted += size
        self.send(CREDIT + struct.pack("<I", size))
        return rest[at:at + size]

    def count(self, tail):
        """Only what was sent early is counted, and nothing else is behind a payload."""
        if tail:
            assert tail == b"\x01" + struct.pack("<H", self.counted), f"behind a payload: {tail.hex()}"
            self.counted += 1

    def write(self, data):
        self.waiting += data
        self.flush()

    def end(self):
        self.ends = True
        self.flush()

    def flush(self):
        while self.waiting and self.credit:
            piece = self.waiting[:min(self.credit, 1 << 16)]
            self.waiting, self.credit = self.waiting[len(piece):], self.credit - len(piece)
            self.send(payload_of(piece))
        if self.ends and not self.waiting:
            self.ends = False
            self.send(END)


def open_stream(link):
    me = os.urandom(16).hex()  # such an address could be resumed by, had the Ping said so
    link.send(["outlet"], [me], PING + OUR_TAIL)
    onward, back, message = link.receive()
    assert onward == [me.encode()] and message == PONG + OUR_TAIL, f"the answer to a Ping is {message.hex()}"
    return Stream(lambda said: link.send(back, [me], said))


def inlet(port, path):
    data = os.urandom(1_000_000)
    link = Link(("127.0.0.1", port))
    stream, came = open_stream(link), b""
    stream.write(data)
    stream.end()
    while (part := stream.hear(link.receive()[2])) is not None:
        came += part
    assert came == data, f"{len(came)} of {len(data)} bytes came back"
    print("whole", flush=True)
    stream, came = open_stream(link), b""
    stream.write(pathlib.Path(path).read_bytes())
    while len(came) < pathlib.Path(path).stat().st_size:
        came += stream.hear(link.receive()[2])
    link.close()
    print("broken", flush=True)


class Node:
    """Of the older kind, on one link."""

    def __init__(self, connection):
        self.link = Link.__new__(Link)
        self.link.socket, self.link.came, self.link.greeted = connection, b"", False
        connection.sendall(b"\x01")
        self.streams = {}

    def serve(self):
        try:
            while True:
                self.take(*self.link.receive(None))
        except (EOFError, ConnectionError):
            pass
        except AssertionError as why:
            print(why, flush=True)
        self.link.socket.close()

    def say(self, onward, back, message):
        self.link.socket.sendall(frame(onward, back, message))

    def take(self, onward, back, message):
        if onward == [b"echo"]:
            self.say(back, ["echo"], message)
        elif onward == [b"outlet"] and message[:1] == PING:
            assert message[1:3] == OUR_TAIL[:2], f"a Ping of {message.hex()}"
            me = os.urandom(16).hex().encode()
            stream = Stream(lambda said: self.say(back, [me], said))
            self.streams[me] = self.streams[back[-1]] = stream
            self.say(back, [me], PONG + OUR_TAIL)
        elif onward == [b"outlet"]:
            self.pass_on(self.streams.get(back[-1]), message)  # early
        elif onward and onward[0] in self.streams:
            self.pass_on(self.streams[onward[0]], message)

    def pass_on(self, stream, message):
        assert stream, f"{message[:20].hex()} to the outlet, of no stream"
        if message[:1] == b"\x02":
            return
        data = stream.hear(message)
        if data is None:
            stream.end()
        elif data == b"drop":
            raise EOFError
        else:
            stream.write(data)


def outlet(port):
    listener = socket.create_server(("127.0.0.1", port))
    while True:
        threading.Thread(target=Node(listener.accept()[0]).serve, daemon=True).start()


if __name__ == "__main__":
    if sys.argv[1] == "inlet":
        inlet(int(sys.argv[2]), sys.argv[3])
    else:
        outlet(int(sys.argv[2]))
