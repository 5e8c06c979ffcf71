"""The encrypted portal through a relay beside other products that do the same job, beside the same nodes in clear, and
beside nothing at all; what of that the project promises; and ours as multiples of the floor, three processes that copy
and encrypt and do nothing else. Usage: peers.py JSON
Environment: ROUNDS (5), SECONDS_PER_LOAD (1), PRODUCTS (all; e.g. "ours; direct; ockam-rs")."""
import sys

import figures
import rounds
from products import PEERS, PRODUCTS

# The memory of idle processes comes first: later they have worked.
FIGURES = [*figures.IDLE, *(f for n in (1, 16) for way in ("up", "down") for f in figures.bulk(n, way)),
           *figures.pingpong(1), *figures.pingpong(64), *figures.CONNECTIONS]
BETTER = {f.name: f.more_is_better for f in FIGURES}


def targets(medians):
    """[(what, measured, "≥" or "≤", bound)]; measured is None where a product is missing."""
    rows = []

    def of(figure, product):
        return medians[figure].get(product)

    def ratio(figure, sign, bound, against, subject="ours"):
        """Against one product, or the best of several."""
        own = of(figure, subject)
        known = {p: of(figure, p) for p in against if of(figure, p)}
        best = (max if BETTER[figure] else min)(known, key=known.get) if known else None
        rows.append((f"{figure}: {subject} against {best or ' or '.join(against)}",
                     own / known[best] if best and own else None, sign, bound))

    others = [p for p in PEERS if p != "ockam-rs"]
    for connections, least in ((1, 3.5), (16, 4)):
        for way in ("up", "down"):
            name = figures.bulk(connections, way)[0].name
            ratio(name, "≥", least, ["ockam-rs"])
            ratio(name, "≥", 2, others)
    for connections in (1, 16):
        name = figures.bulk(connections, "up")[1].name
        ratio(name, "≤", 0.25, ["ockam-rs"])
        ratio(name, "≤", 0.35, ["rathole"])
    rate, _, p99 = (f.name for f in figures.pingpong(64))
    ratio(rate, "≥", 7, ["ockam-rs"])
    ratio(rate, "≥", 1.2, PEERS)
    ratio(p99, "≤", 1, PEERS)
    p50 = figures.pingpong(1)[1].name
    ratio(p50, "≤", 0.3, ["ockam-rs"])
    ratio(p50, "≤", 1.5, ["rathole"])
    ratio("connections/s", "≥", 8, ["ockam-rs"])
    ratio("connections/s", "≥", 1.5, PEERS)
    for figure, bound in zip(figures.IDLE, (8, 36)):
        rows.append((figure.name, of(figure.name, "ours"), "≤", bound))
    for connections in (1, 16):
        for way in ("up", "down"):
            speed, cost = (f.name for f in figures.bulk(connections, way))
            ratio(speed, "≥", 0.8, ["haproxy"], "one node")
            ratio(cost, "≤", 1.3, ["haproxy"], "one node")
    for way in ("up", "down"):
        ratio(figures.bulk(16, way)[1].name, "≤", 1.15, ["ours"], "ours, 2 threads")
    for connections in (1, 16):
        ratio(figures.bulk(connections, "up")[1].name, "≤", 1.15, ["floor"])
    ratio(rate, "≥", 0.85, ["floor"])
    ratio(p50, "≤", 1.15, ["floor"])
    ratio("connections/s", "≥", 0.7, ["floor"])
    cost = figures.bulk(1, "up")[1].name
    hop = (of(cost, "clear") - of(cost, "two nodes")) if of(cost, "clear") and of(cost, "two nodes") else None
    rows.append(("CPU s/GB of one added relay hop", hop, "≤", 0.5))
    return rows


def show_targets(run):
    return figures.table(["promised", "measured", "target", ""],
                         [[t["what"], t["measured"], f"{t['sign']} {t['bound']:g}", t["verdict"]]
                          for t in run["targets"]])


def show_products(run, names):
    """Ours as it is, the others as multiples of it."""
    names = [p for p in names if run["versions"].get(p) is not None and p != "ours"]
    rows = []
    for figure, row in run["medians"].items():
        base = row.get("ours")
        rows.append([figure, base, *(row[p] / base if p in row and base else None for p in names)])
    return figures.table([f"medians of {run['rounds']} rounds; the others as multiples of ours", "ours",
                          *(f"{p} {run['versions'][p]}".strip() for p in names)], rows)


def show_floor(run):
    """Ours as a multiple of the floor, and of the one whose relay splices."""
    floors = [p for p in ("floor", "floor, spliced") if p in run["versions"]]
    rows = [[figure, row.get("ours"), *(row["ours"] / row[p] if row.get(p) and row.get("ours") else None for p in floors)]
            for figure, row in run["medians"].items()]
    return figures.table(["ours as multiples of the floor", "ours", *floors], rows)


def main(path):
    products = {name: PRODUCTS[name] for name in rounds.chosen("PRODUCTS", PRODUCTS)}
    run = rounds.run(products, figures.loads_of(FIGURES), rounds.number("ROUNDS", 5),
                     rounds.number("SECONDS_PER_LOAD", 1.0))
    run["medians"] = figures.medians(run["samples"], products, FIGURES)
    run["targets"] = figures.judged(targets(run["medians"]))
    figures.write(path, run)
    print(show_products(run, list(products)), show_targets(run), show_floor(run), sep="\n\n")
    print("absent:", ", ".join(run["absent"]) or "none")
    for line in figures.failures(run["samples"]):
        print("failed:", line)
    return 0 if figures.is_good(run["samples"]) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
