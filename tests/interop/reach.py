"""What a stranger's link reaches at a node, in clear. Usage: reach.py PORT; prints `NAME answers|silent`, a line each.
Beside names: the links of others, whose addresses a relay's owner and its client see in answers."""
import os, socket, struct, sys

port = int(sys.argv[1])


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    return bytes([major << 5 | 24, n]) if n < 256 else bytes([major << 5 | 25]) + struct.pack(">H", n)


def route(hops):
    return head(4, len(hops)) + b"".join(b"\x82\x00" + head(2, len(h)) + h for h in hops)


def item(data, at):
    first = data[at]
    major, n = first >> 5, first & 31
    at += 1
    if n >= 24:
        size = 1 << n - 24
        n = int.from_bytes(data[at:at + size], "big")
        at += size
    if major == 4:
        out = []
        for _ in range(n):
            value, at = item(data, at)
            out.append(value)
        return out, at
    if major in (2, 3):
        return data[at:at + n], at + n
    return n, at


class Link:
    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.sendall(b"\x01")
        self.buffer = b""
        self.begun = False

    def send(self, onward, back, payload):
        body = b"\x83" + route(onward) + route(back) + head(2, len(payload)) + payload
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def take(self, seconds=0.7):
        """onward, return route and payload of the next frame; None: silence."""
        self.socket.settimeout(seconds)
        try:
            while True:
                if not self.begun and self.buffer:
                    self.buffer, self.begun = self.buffer[1:], True
                if self.begun and len(self.buffer) >= 4:
                    size = struct.unpack(">I", self.buffer[:4])[0]
                    if len(self.buffer) >= 4 + size:
                        body, self.buffer = self.buffer[4:4 + size], self.buffer[4 + size:]
                        onward, back, payload = item(body, 0)[0][:3]
                        return [h[1] for h in onward], [h[1] for h in back], payload
                more = self.socket.recv(65536)
                if not more:
                    return None
                self.buffer += more
        except TimeoutError:
            return None


def bare(text):
    return bytes([len(text)]) + text.encode()


def say(name, answer):
    print(name, "answers" if answer else "silent", flush=True)


for name in ["echo", "uppercase", "api", "hop", "forwarding_service", "static_forwarding_service", "outlet", "forward_to_b",
             "_internal.nodemanager", "control_api", "nobody"]:
    link = Link()
    onward = [name.encode()] + ([b"echo"] if name in ("hop", "forward_to_b") else [])
    payload = {"api": os.urandom(32), "outlet": b"\x00"}.get(name, bare("stranger"))
    link.send(onward, [b"me"], payload)
    say(name, link.take())

owner, client, stranger = Link(), Link(), Link()
owner.send([b"static_forwarding_service"], [b"confirmed"], bare("mine"))
assert owner.take(5), "no relay"
client.send([b"forward_to_mine", b"worker"], [b"client"], b"question")
_, to_client, question = owner.take(5)
assert question == b"question"
stranger.send(to_client, [b"me"], b"from a stranger")
say("link-of-a-client", client.take())
owner.send(to_client, [b"worker"], b"answer")
_, to_owner, answer = client.take(5)
assert answer == b"answer"
say("answer-by-the-relay", True)
stranger.send(to_owner, [b"me"], b"from a stranger")
say("link-of-a-relay's-owner", owner.take())
stranger.send([b"hop"] + to_client, [b"me"], b"from a stranger")
say("hop-and-a-link", client.take())
client.send(to_owner, [b"client"], b"more")
say("more-by-the-relay's-links", owner.take())
