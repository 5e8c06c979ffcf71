"""The status page, where an operator opened it to others."""
import socket
import time

from attack import attack
from relays import many_relays

NOT_PROJECTS = ("plain", "hub", "outlet")


def page(target, i=0, timeout=2):
    return socket.create_connection((target.host, target.status), timeout, (target.source(i), 0))


@attack(roles=("hub",))
def health_beside_relays(target, pace):
    return many_relays(target, pace)  # the honest client's probes are what suffers


@attack(roles=NOT_PROJECTS)
def idle_pages(target, pace):
    kept, refused = [], 0
    for i in range(2500):
        if not pace.rest():
            break
        try:
            kept.append(page(target, i % 64))
        except OSError:
            refused += 1
    pace.hold()
    return f"{len(kept)} connections, {refused} refused"


@attack(roles=NOT_PROJECTS)
def slow_requests(target, pace):
    """Twenty that send a byte now and then, and come again when they are ended."""
    kept, made = [], 0
    while pace.rest():
        while len(kept) < 20 and not pace.over():
            try:
                kept.append(page(target, made % 64))
                kept[-1].sendall(b"GET /healthz HT")
                made += 1
            except OSError:
                break
        for one in list(kept):
            try:
                one.sendall(b"T")
            except OSError:
                kept.remove(one)
        time.sleep(0.2)
    return f"{made} requests"


@attack(roles=NOT_PROJECTS)
def pages_on_end(target, pace):
    """/show and /metrics as often as they are answered."""
    got = 0
    while pace.rest():
        try:
            with page(target, got % 64) as one:
                one.sendall(b"GET /%s HTTP/1.1\r\nHost: 10.8.0.1\r\nConnection: close\r\n\r\n" % (b"show", b"metrics")[got % 2])
                while one.recv(1 << 16):
                    pass
            got += 1
        except OSError:
            time.sleep(0.01)
    return f"{got} pages"
