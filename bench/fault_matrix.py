"""Runs cells of the fault matrix, some at a time, each in namespaces of its own, and shows what came of them.
Usage: fault_matrix.py BUILD DIRECTORY [--publish FILE] [ROLE [FAULT]]
Environment: AT_ONCE (4), and what faults.py takes."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import fault_rules as rules
import figures
import honesty
from faults import BYSTANDERS, CELLS, DEAD_S, HOLE_S
from streams import SILENCE_S

BENCH = pathlib.Path(__file__).parent
CELL_SECONDS = 420
ROLES = {"inlet": "inlet's node", "relay": "relay's node", "relays": "first of two relays", "outlet": "outlet's node",
         "project": "project's node"}
FAULTS = {"kill": f"killed (-9), started after {DEAD_S} s", "restart": "stopped and started",
          "stop5": "stands 5 s (SIGSTOP)", "stop30": "stands 30 s", "stop120": "stands 120 s"}
HOLES = {"inlet": "inlet ↔ relay", "relay": "both wires of the relay", "relays": "both wires of one of two relays",
         "outlet": "relay ↔ outlet", "project": "project ↔ outlet"}


def run(build, directory, cell):
    path = pathlib.Path(directory).resolve() / f"{'-'.join(cell)}.json"
    path.unlink(missing_ok=True)
    with open(path.with_suffix(".log"), "w", encoding="utf-8") as log:
        try:
            subprocess.run([BENCH / "isolated", build, BENCH / "faults.py", path, *cell], stdout=log, stderr=log,
                           stdin=subprocess.DEVNULL, timeout=CELL_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            pass
    found = json.loads(path.read_text()) if path.exists() else {"broken": [f"the cell failed: {log.name}"]}
    print(f"{' '.join(cell)}: {'; '.join(found['broken']) or 'holds'}", file=sys.stderr, flush=True)
    return {"role": cell[0], "fault": cell[1], **found}


def row(found):
    role, fault = found["role"], found["fault"]
    what = [ROLES[role], FAULTS[fault]] if fault != "hole" else [HOLES[role], f"swallows all for {HOLE_S} s"]
    if "live" not in found:
        return [*what, *[""] * 9, "; ".join(found["broken"])]
    closed = f"{found['closed']} of {found['live']}"
    if found["closed"]:
        closed += f", within {found['closed_after_s']:.1f} s"
    came_back = "never" if found["recovery_s"] is None else f"{found['recovery_s']:.1f} s"
    if found["start_s"] is not None:
        came_back += f" (the start took {found['start_s']:.1f})"
    why = ", ".join(f"{count} {reason}" for reason, count in found["reasons"].get("inlet", {}).items())
    silent = f"{found['survivors_silence_s']:.1f} s" if found["survived"] else ""
    return [*what, closed, why, found["survived"], silent, f"{found['silence_s']:.1f} s", came_back,
            f"{found['other_closed']} of {found['other_live']}", found["wrong"], found["hung"],
            "; ".join(found["broken"]) or "holds"]


def table(results):
    head = ["what", "happens to it", "streams it closed", "and why", "survived", "silence of those", "longest silence",
            "new connections work again after", "closed elsewhere", "wrong bytes", "hung", ""]
    return figures.table(head, [row(found) for found in results])


def document(results):
    known = next(found for found in results if "cores" in found)
    live = max(found.get("live", 0) for found in results)
    load = max(found.get("load_before", 0) for found in results)
    return f"""# What faults do to streams

{table(results)}

`script/faults --publish` made this: {known['date'][:10]}, commit {known['commit']}, {known['cores']} cores
({known['cpu']}), Linux {known['kernel']}. `script/faults relay kill` runs one row alone. Before the rows the machine had a load of
up to {load:.0f}: what runs beside them makes silences longer, and changes none of the counts.

Inlet, relay and outlet are on machines of their own: network namespaces that `bench/longwire` joins (1 ms each way).
The channel goes from inlet to outlet. {live} clients hold a stream each of 1 KiB to 512 KiB each way and open the next
one when it is through; every byte is compared at both ends with what must be at that position of that stream.
{BYSTANDERS} more streams go a way without the fault in it: past the relay, from another inlet, or to another outlet of
the same machine. Silence, wrong bytes and what hung are counted at both ends, clients and server.

- *streams it closed*: of those that were open when it happened, and how long after it the last one was closed; *why*
  is what the inlet's node says of them (`streams_lost_by`), since its start. A stream waits for another way
  for {rules.PATIENCE_S['client']} s at its inlet and {rules.PATIENCE_S['server']} s at its outlet; then it must end, at
  both ends, and not stand. None may end as if it were whole, and none be served twice.
- *survived*: those that went on, and the *longest silence* of them. Silences under {SILENCE_S} s are not looked at.
- *longest silence* of any stream that had bytes to come, until the next one or its end; without the time in which the
  very process that holds the socket stood. A stream *hung* if that was over {rules.hung_after(True, 'client')} s at the
  inlet or {rules.hung_after(True)} s at the outlet: that patience, {rules.FOUND_S['client']} or {rules.FOUND_S['server']} s
  in which a dead path is found out, by an inlet whose bytes are under way and by an outlet that may wait for bytes only,
  and {rules.MARGIN_S} s more; or if it was still open at the end.
- *new connections work again*: since the process ran or the wire carried again, until one made it there and back, and
  none failed from then on. {rules.RECOVERY_S} s are promised, and {rules.DETECTION_S} s more after a wire that
  swallowed all.
- *closed elsewhere*: of the streams that the fault was not on. They may also be silent for {rules.UNTOUCHED_S} s at
  most.

In every row all nodes are asked every second what they keep alive: nothing is called `up` whose last proof is older
than {honesty.PROOF_AGE_S} s.
"""


def main(build, directory, *words):
    words = list(words)
    publish = None
    if "--publish" in words:
        at = words.index("--publish")
        _, publish = words[at], words[at + 1]
        del words[at:at + 2]
    wanted = [cell for cell in CELLS if all(word in cell for word in words)]
    if not wanted:
        raise SystemExit(f"faults: no cell is {' '.join(words)!r}; there are {', '.join(map(' '.join, CELLS))}")
    pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("AT_ONCE") or 4)) as some:
        results = list(some.map(lambda cell: run(build, directory, cell), wanted))
    order = {cell: i for i, cell in enumerate(sorted(CELLS, key=lambda c: (list(ROLES).index(c[0]), CELLS.index(c))))}
    results.sort(key=lambda found: order[found["role"], found["fault"]])
    print(table(results))
    if publish:
        pathlib.Path(publish).write_text(document(results), encoding="utf-8")
    return 1 if any(found["broken"] for found in results) else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
