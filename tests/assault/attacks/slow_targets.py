"""Streams whose target, or whose owner, does not read."""
from attack import attack
from wire import OUR_TAIL, PING, PONG, frame, payload_of

CHUNK = payload_of(bytes(100_000))


def stream(link, outlet, name="i", tail=b""):
    """The way to the worker of a new stream, or None."""
    link.send([outlet], [name], PING + tail)
    while came := link.heard(2):
        if came[0] == [name.encode()]:
            return came[1] if came[2][:1] == PONG else None
    return None


@attack(roles=("outlet",))
def one_that_reads_nothing(target, pace):
    """12 MB to a target that reads nothing, again and again."""
    made = 0
    while pace.rest():
        link = target.link(made % 64, timeout=5)
        target.kept.append(link)
        way = stream(link, "held")
        made += 1
        try:
            for _ in range(120):
                if way and pace.rest():
                    link.send(way, ["i"], CHUNK)
        except OSError:
            pass
    return f"{made} streams; {target.still_open()}"


@attack(roles=("outlet",))
def many_that_read_nothing(target, pace):
    """7.5 MB each, over links of their own, as many as time allows."""
    made = 0

    def fill(link, i):
        nonlocal made
        way = stream(link, "held")
        made += bool(way)
        for _ in range(75):
            if way and pace.rest():
                link.send(way, ["i"], CHUNK)
    target.links(300, 64, pace, fill)
    pace.hold()
    return f"{made} streams; {target.still_open()}"


@attack(roles=("outlet",))
def single_bytes(target, pace):
    """Payloads of one byte, whose bookkeeping is larger than they are."""
    link, ways = target.link(timeout=5), []
    for i in range(10):
        ways.append(stream(link, "held", f"i{i}"))
    some = {i: frame(way, [f"i{i}"], payload_of(b"x")) * 500 for i, way in enumerate(ways) if way}
    while pace.rest() and some:
        for blob in some.values():
            try:
                link.raw(blob, frames=500)
            except OSError:
                return f"the link ended, {len(some)} streams"
    return f"{len(some)} streams"


@attack(roles=("outlet",))
def early_for_nobody(target, pace):
    """Early data to a target that never answers."""
    link, made = target.link(timeout=5), 0
    while pace.rest() and made < 4000:
        name = f"i{made}"
        link.raw(frame(["void"], [name], PING + OUR_TAIL) + frame(["void"], [name], payload_of(bytes(100_000)) + b"\x01\x01\x00") * 3, frames=4)
        made += 1
        link.heard(0.001)
    return f"{made} streams"
