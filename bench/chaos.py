"""Five nodes, 100 clients that come and go, and at random moments one of the nodes is killed, stopped and started, or
stands, or a wire swallows all. No byte may be wrong, no stream may hang, everything works again in the end, and the
nodes then hold as much as before.
  near: inlet, with portals   1) through relay one, in its place through relay two   2) through the project's node
  one, two: relays            project: project-default          far: outlet, and the server
Usage: chaos.py SECONDS [SEED]. The same seed strikes the same at the same times.
Environment: CLIENTS (100), WARM_UP_S (20)."""
import concurrent.futures
import os
import random
import sys
import tempfile
import time

import chaos_rules
import fault_rules
import honesty
import machine
import machines
import resuming
import rounds
import stream_load
from machines import Machine, Wire
from session import Failed

NODES = {"near": "inlet", "one": "one", "two": "two", "project": "project-default", "far": "outlet"}
WIRES = [(edge, middle) for edge in ("near", "far") for middle in ("one", "two", "project")]
BETWEEN_S = (0, 8)  # two strikes
LASTS_S = {"kill": (0, 5), "restart": (0, 0), "pause": (1, 45), "hole": (2, 60)}  # if the whole is long enough
LONG_S = 120  # only then inlet and outlet are stopped kindly, which may take as long as a stream does


def schedule(seed, seconds):
    """[(when, what, target, how long)]: one thing at a time for each target, and all is over in the end."""
    dice, when, free_at, out = random.Random(seed), 0.0, {}, []
    while (when := when + dice.uniform(BETWEEN_S[0], min(BETWEEN_S[1], seconds / 5))) < seconds:
        what = dice.choice(sorted(LASTS_S))
        targets = [target for target in (WIRES if what == "hole" else NODES) if free_at.get(target, 0) <= when]
        if what == "restart" and seconds < LONG_S:
            targets = [target for target in targets if target not in ("near", "far")]
        shortest, longest = LASTS_S[what]
        lasts = dice.uniform(shortest, max(shortest, min(longest, seconds / 3)))
        if targets and when + lasts < seconds:
            target = dice.choice(sorted(targets))
            free_at[target] = when + lasts + (40 if what == "restart" else 3)  # to drain, to start
            out.append((when, what, target, lasts))
    return out


class Chaos:
    def __init__(self, directory):
        self.machines = {name: Machine(name, directory) for name in NODES}
        self.wires = {ends: Wire(*(self.machines[name] for name in ends)) for ends in WIRES}
        self.programs, self.pauses, self.starts = [], {name: [] for name in NODES}, dict.fromkeys(NODES, 0)
        self.problems = []
        self.honesty = honesty.Watch(self.machines.values())

    def make_nodes(self):
        near, project, far = (self.machines[name] for name in ("near", "project", "far"))
        project.ockam("project", "create", "--tcp-listener-address", f"{project.address}:7000")
        relays = []
        for name in ("one", "two"):
            each = self.machines[name]
            each.ockam("node", "create", name, "--tcp-listener-address", f"{each.address}:7000", "--allow-relays")
            relays.append(f"/ip4/{each.address}/tcp/7000")
        for each, node, rights in ((near, "inlet", []), (far, "outlet", ["--relay", "*"])):
            ticket = project.ockam("project", "ticket", *rights).strip()
            each.ockam("node", "create", node, "--enrollment-ticket", ticket)
        through = "{}/service/forward_to_{}/secure/api/service/outlet"
        far.ockam("tcp-outlet", "create", "--at", "outlet", "--to", f"127.0.0.1:{stream_load.SERVER_PORT}")
        for name, at in zip(("one", "two", "default"), (*relays, "/project/default")):
            far.ockam("relay", "create", f"to-{name}", "--at", at, "--to", "outlet")
        near.enter("inlet", 6000, *(through.format(at, f"to-{name}") for name, at in zip(("one", "two"), relays)))
        near.enter("inlet", 6001, through.format("/project/default", "to-default"))

    # -- load --

    def start_streams(self, count):
        self.programs = [stream_load.server(self.machines["far"]),
                         stream_load.clients(self.machines["near"], f"relays:6000:{count // 2}:probe:fickle",
                                             f"project:6001:{count // 2}:probe:fickle")]

    def finish_streams(self):
        streams = stream_load.finish(*self.programs)
        self.programs = []
        return streams

    def everything_works(self):
        began = time.monotonic()
        self.programs[1].say("probe")
        self.programs[1].expect("probed")
        return time.monotonic() - began

    # -- strikes --

    def strike(self, start, when, what, target, lasts):
        time.sleep(max(0, start + when - time.monotonic()))
        print(f"{when:6.1f} s  {what} {target if what != 'hole' else '-'.join(target)}"
              f"{f' {lasts:.1f} s' if lasts else ''}", flush=True)
        try:
            getattr(self, what)(target, lasts)
        except (Failed, TimeoutError) as why:
            self.problems.append(str(why))

    def kill(self, name, lasts):
        where = self.machines[name]
        where.kill(NODES[name])
        time.sleep(lasts)
        where.ockam("node", "start", NODES[name])
        self.starts[name] += 1

    def restart(self, name, _):
        self.machines[name].ockam("node", "stop", NODES[name])
        self.machines[name].ockam("node", "start", NODES[name])
        self.starts[name] += 1

    def pause(self, name, lasts):
        self.pauses[name].append(machines.stand_still(name, self.machines[name].pid(NODES[name]), lasts))

    def hole(self, ends, lasts):
        self.wires[ends].hole(True)
        time.sleep(lasts)
        self.wires[ends].hole(False)

    def what_waits(self):
        """Sentences about streams, and bytes of them, that still wait for another way."""
        for name in ("near", "far"):
            waiting = resuming.counts(self.machines[name], NODES[name])["streams_detached"]
            kept = resuming.kept(self.machines[name], NODES[name])
            if waiting or kept:
                yield f"{NODES[name]} still has {waiting} streams without a way, and keeps {kept:.0f} bytes to repeat"

    # -- all of it --

    def holdings(self):
        """{machine: (resident kB, descriptors)} of its node."""
        pids = {name: self.machines[name].pid(node) for name, node in NODES.items()}
        return {name: (machine.usage([pid])[0][0], len(os.listdir(f"/proc/{pid}/fd"))) for name, pid in pids.items()}

    def run(self, seconds, seed, count, warm_up_s):
        self.make_nodes()
        goes_on = resuming.goes_on(self.machines["near"], NODES["near"])
        self.start_streams(count)
        time.sleep(warm_up_s)
        calm = self.finish_streams()
        before = self.holdings()
        self.start_streams(count)
        self.honesty.start()
        start = time.monotonic()
        strikes = schedule(seed, seconds)
        with concurrent.futures.ThreadPoolExecutor(len(strikes) or 1) as striking:
            list(striking.map(lambda strike: self.strike(start, *strike), strikes))
        works_after_s = self.everything_works()
        streams = self.finish_streams()
        looks, untrue = self.honesty.finish()
        self.problems += untrue if looks else ["no node was ever asked what it says"]
        excuses = {"client": self.pauses["near"], "server": self.pauses["far"]}
        found = chaos_rules.judge([calm, streams], excuses, goes_on)
        found["works_after_s"] = works_after_s
        found["problems"] += self.problems
        if works_after_s > fault_rules.DETECTION_S + fault_rules.RECOVERY_S:
            found["problems"].append(f"it took {works_after_s:.1f} s until everything worked again")
        chaos_rules.settle(before, self.holdings, self.starts, found, goes_on)
        found["problems"] += self.what_waits()
        for each in self.machines.values():
            each.ockam("node", "delete", "--all", "--yes")
        left = machines.running_nodes()
        found["problems"] += [f"process {pid} is left" for pid in left]
        return found

    def close(self, is_good):
        self.honesty.finish()
        for program in self.programs:
            program.kill()
        for name, node in NODES.items() if not is_good else ():
            for line in self.machines[name].lines_of_log(node, 30):
                print(f"{node}: {line}", file=sys.stderr)
        for wire in self.wires.values():
            wire.close()
        machine.end(machines.running_nodes())


def main(seconds, seed=None):
    machines.prepare()
    seed = int(seed) if seed else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}: script/chaos --seconds {seconds} --seed {seed}", flush=True)
    os.environ["SEED"] = str(seed)
    with tempfile.TemporaryDirectory() as directory:
        chaos = Chaos(directory)
        found = {"problems": ["it did not come to its end"]}
        try:
            found = chaos.run(float(seconds), seed, rounds.number("CLIENTS", 100), rounds.number("WARM_UP_S", 20.0))
        except (Failed, TimeoutError) as why:
            found = {"problems": [str(why), *chaos.problems]}
        finally:
            chaos.close(not found["problems"])
    print(chaos_rules.show(found))
    return 1 if found["problems"] else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
