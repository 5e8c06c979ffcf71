"""The product alone: inlet to outlet in one node, in two, through one relay and through three, in clear and with a
secure channel from end to end, beside nothing in between. Usage: portal.py JSON
Environment: ROUNDS (3), SECONDS_PER_LOAD (0.7), TOPOLOGIES (all; e.g. "one relay, sealed; direct")."""
import sys

import figures
import rounds
from products import PRODUCTS, TOPOLOGIES

FIGURES = [*figures.IDLE, *(f for n in (1, 16, 64) for way in ("up", "down") for f in figures.bulk(n, way)),
           *figures.pingpong(1), *figures.pingpong(64), *figures.CONNECTIONS, *figures.STALL]


def show(run):
    names = list(run["versions"])
    rows = [[name, *(row.get(p) for p in names)] for name, row in run["medians"].items()]
    return "\n".join([figures.table([f"medians of {run['rounds']} rounds", *names], rows),
                      *(f"failed: {line}" for line in figures.failures(run["samples"]))])


def main(path):
    products = {"direct": PRODUCTS["direct"], **TOPOLOGIES}
    wanted = {name: products[name] for name in rounds.chosen("TOPOLOGIES", products)}
    loads = figures.loads_of(FIGURES)
    run = rounds.run(wanted, loads, rounds.number("ROUNDS", 3), rounds.number("SECONDS_PER_LOAD", 0.7))
    run["medians"] = figures.medians(run["samples"], wanted, FIGURES)
    figures.write(path, run)
    print(show(run))
    return 0 if figures.is_good(run["samples"]) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
