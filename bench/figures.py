"""What is read off the samples of a load, and the medians of it."""
import json
import pathlib
import statistics
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Figure:
    name: str
    load: str
    read: Callable
    more_is_better: bool
    of_processes: bool = False  # has no meaning where nothing is in between


STALLED = "a stalled reader"  # a load of several steps, see session.py


def bulk(connections, way):
    name = f"bulk {way}, {connections} connection{'s' if connections > 1 else ''}"
    load = f"bulk --conns {connections} --dir {way}"
    return [Figure(f"{name}, MB/s", load, lambda s: s["MBps"], True),
            Figure(f"CPU s/GB, {name}", load, lambda s: s["cpu_s_per_GB"], False, True)]


def pingpong(connections):
    name = f"64 B ping-pong, {connections} connection{'s' if connections > 1 else ''}"
    load = f"pingpong --conns {connections}"
    return [Figure(f"{name}, requests/s", load, lambda s: s["per_s"], True),
            Figure(f"{name}, p50 µs", load, lambda s: s["p50_us"], False),
            Figure(f"{name}, p99 µs", load, lambda s: s["p99_us"], False)]


CONNECTIONS = [Figure("connections/s", "connrate --conns 8", lambda s: s["per_s"], True),
               Figure("CPU µs per connection", "connrate --conns 8", lambda s: s["cpu_us_per_op"], False, True)]
IDLE = [Figure("KB per idle connection, all processes", "idle --conns 200",
               lambda s: sum(s["rss_kb_per_conn"]), False, True),
        Figure("MB of all processes, idle", "idle --conns 200", lambda s: sum(s["rss_before_kb"]) / 1024, False, True)]
STALL = [Figure("15 streams beside a stalled reader, of their rate", STALLED, lambda s: s["kept"], True),
         Figure("MB held for the stalled reader", STALLED, lambda s: s["grown_kb"] / 1024, False, True)]


def judged(targets):
    """Of [(what, measured, "≥" or "≤", bound)], None for what could not be measured: whether each holds."""
    def verdict(measured, sign, bound):
        if measured is None:
            return "not measured"
        return "holds" if (measured >= bound if sign == "≥" else measured <= bound) else "MISSED"
    return [{"what": what, "measured": measured, "sign": sign, "bound": bound,
             "verdict": verdict(measured, sign, bound)}
            for what, measured, sign, bound in targets]


def loads_of(figures):
    return list(dict.fromkeys(figure.load for figure in figures))


def medians(samples, products, figures):
    """{figure: {product: median}} of the samples that went well; absent where there is none."""
    out = {}
    for figure in figures:
        row = out[figure.name] = {}
        for product in products:
            values = [figure.read(s["sample"]) for s in samples
                      if s["product"] == product and s["load"] == figure.load and s["sample"]["ok"]]
            if values and not (product == "direct" and figure.of_processes):
                row[product] = statistics.median(values)
    return out


def failures(samples):
    """Lines that say what went wrong, how often and how."""
    out = {}
    for s in samples:
        if not s["sample"]["ok"]:
            out.setdefault(f"{s['product']}, {s['load']}", []).append(s["sample"])
    return [f"{what}: {len(bad)} x, {bad[0].get('error') or json.dumps(bad[0])[:200]}" for what, bad in out.items()]


def is_good(samples):
    """Whether all of our own did well; what others fail at is a figure, too."""
    return all(s["sample"]["ok"] for s in samples if not s["peer"])


def short(number):
    return "-" if number is None else f"{number:.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def table(header, rows):
    """In the form of Markdown; of numbers the first digits."""
    cells = [[c if isinstance(c, str) else short(c) for c in row] for row in [header, *rows]]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|---" * len(header) + "|", *lines[1:]])


def write(path, run):
    pathlib.Path(path).write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
