"""Routes that go round, and addresses that belong to others."""
import time

from attack import attack
from cbor import bare
from channel import Channel


@attack(roles=("plain", "hub", "project"))
def to_and_fro(target, pace):
    """What an answer through the owner's relay says of the way is used to go to and fro on the owner's link."""
    link = target.link()
    link.send(["forward_to_owner", "echo"], ["e"], b"x")
    came = link.heard(2)
    if not came:
        return "the relay does not answer"
    way, sent, back = came[1], 0, 0
    while pace.rest():
        for _ in range(20):
            link.send((["forward_to_owner"] + way[:-1]) * 3 + ["echo"], ["e"], bytes(1000))
            sent += 1
        back += bool(link.heard(0.001))
        time.sleep(0.01)
    return f"{sent} sent to and fro, {back} came back, by {len(way)} hops"


@attack(inside=True)
def round_by_hop(target, pace):
    """Hop fifteen times, seventeen times, to itself, and echoes whose answers go to echoes."""
    link, sent = target.link(), 0
    while pace.rest():
        link.send(["hop"] * 15 + ["echo"], ["e"], b"x")
        link.send(["hop"] * 17 + ["echo"], ["e"], b"x")
        link.send(["hop"] * 8, ["hop"] * 8, b"x")
        link.send(["echo"], ["echo"] * 15, b"x")
        link.send(["forward_to_owner"] * 16, ["echo"], b"x")
        while link.heard(0.001):
            pass
        sent += 5
    return f"{sent} sent"


@attack()
def what_is_not_for_strangers(target, pace):
    """Names of what is inside; the ends of one's own channel, and the owner's link or channel, as an answer by its relay
    named it, used from another link."""
    asking, other, answered = target.link(), target.link(1), []
    channel = Channel(target.link(2))
    asking.send(["forward_to_owner", "echo"], ["e"], b"x")
    came = asking.heard(1)
    private = [channel.way[0], *(came[1][:1] if came else [])]
    while pace.rest():
        for name in [*private, "hop", "authenticator", "credential_issuer", "_internal.nodemanager", "outlet"]:
            other.send([name, "echo"], ["me"], bare("x"))
            if other.heard(0.05) and name not in answered:
                answered.append(name)
    if any(name in private for name in answered):
        return "ANOTHER'S LINK OR CHANNEL IS OPEN TO ALL"
    return f"{len(private)} addresses of others and 5 names: answered {', '.join(answered) or 'none'}"
