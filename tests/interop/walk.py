"""Walks to addresses of a node from outside, in clear or behind a relay. Usage: walk.py PORT VIA ADDRESSES REFUSED...
VIA: hops in front, a comma between, or `-`. ADDRESSES: a file, one a line. REFUSED: `metrics URL` of a node of ours, or
`log FILE` of a real one: what the node itself says that it refused. Prints `ADDRESS answers|taken|refused`."""
import pathlib, re, sys, time, urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from wire import answers


def metrics(url):
    """Messages that were refused because of the address, so far, as of a while ago: a node uses its answer again."""
    text = urllib.request.urlopen(url, timeout=5).read().decode()
    return int(re.search(r'reason="refused_reach"\} (\d+)', text).group(1))


def more_than(before, url):
    """What metrics() says once it is more, or has had the time to be."""
    end = time.monotonic() + 1.5
    while (now := metrics(url)) == before and time.monotonic() < end:
        time.sleep(0.05)
    return now


port, via, file, how, where = int(sys.argv[1]), sys.argv[2], *sys.argv[3:]
hops = [] if via == "-" else via.split(",")
before = metrics(where) if how == "metrics" else 0
for address in open(file).read().split():
    answered = answers(("127.0.0.1", port), hops + [address], b"\x04walk", 0.3)
    if how == "metrics":
        now = before if answered else more_than(before, where)
        refused, before = now > before, now
    else:
        time.sleep(0.1)
        refused = re.search("Message was not allowed from .* to 0#" + re.escape(address), open(where, errors="replace").read())
    print(address, "answers" if answered else "refused" if refused else "taken", flush=True)
