"""What a stranger's link reaches at a node, in clear. Usage: reach.py PORT; prints `NAME answers|silent`, a line each.
Beside names: the links of others, whose addresses a relay's owner and its client see in answers."""
import os, pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from cbor import bare
from wire import Link

port = int(sys.argv[1])


def link(): return Link(("127.0.0.1", port))


def take(of, seconds=0.7):
    """onward, return route and payload of the next frame; None: silence."""
    try:
        return of.receive(seconds)
    except (TimeoutError, EOFError):
        return None


def say(name, answer):
    print(name, "answers" if answer else "silent", flush=True)


for name in ["echo", "uppercase", "api", "hop", "forwarding_service", "static_forwarding_service", "outlet", "forward_to_b",
             "_internal.nodemanager", "control_api", "nobody"]:
    asking = link()
    onward = [name] + (["echo"] if name in ("hop", "forward_to_b") else [])
    payload = {"api": os.urandom(32), "outlet": b"\x00"}.get(name, bare("stranger"))
    asking.send(onward, ["me"], payload)
    say(name, take(asking))

owner, client, stranger = link(), link(), link()
owner.send([b"static_forwarding_service"], [b"confirmed"], bare("mine"))
assert take(owner, 5), "no relay"
client.send([b"forward_to_mine", b"worker"], [b"client"], b"question")
_, to_client, question = take(owner, 5)
assert question == b"question"
stranger.send(to_client, [b"me"], b"from a stranger")
say("link-of-a-client", take(client))
owner.send(to_client, [b"worker"], b"answer")
_, to_owner, answer = take(client, 5)
assert answer == b"answer"
say("answer-by-the-relay", True)
stranger.send(to_owner, [b"me"], b"from a stranger")
say("link-of-a-relay's-owner", take(owner))
stranger.send([b"hop"] + to_client, [b"me"], b"from a stranger")
say("hop-and-a-link", take(client))
client.send(to_owner, [b"client"], b"more")
say("more-by-the-relay's-links", take(owner))
