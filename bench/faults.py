"""One cell of the fault matrix: 200 streams of verified bytes, and 20 more on a way that the fault is not on, while
something happens to a node or a wire; then what became of the streams, and when new connections worked again.
  near: inlet    -- middle: relay, or a project's node --    far: outlet, and the server
    |     \\____________________ a wire of their own ____________________/      |
    \\_____________________ spare: a second relay, or none _____________________/
The role `relays` is the first of two relays, `relay` the only one.
Usage: faults.py JSON ROLE FAULT. Environment: STREAMS (200), SEED (1)."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import fault_rules
import honesty
import machine
import machines
import resuming
import rounds
import stream_load
from machines import Machine, Wire
from session import Failed

NODES = {"inlet": ("near", "inlet"), "relay": ("middle", "relay"), "outlet": ("far", "outlet"),
         "project": ("middle", "project-default"), "relays": ("middle", "relay")}
FAULTS = ["kill", "restart", "stop5", "stop30", "stop120", "hole"]
DEAD_S, HOLE_S = 5, 40
CELLS = [(role, fault) for fault in reversed(FAULTS) for role in NODES  # the long ones first
         if (fault != "restart" or role in ("relay", "project"))
         and (role != "relays" or fault in ("kill", "stop30", "hole"))]
BYSTANDERS = 20
PORTAL, OTHER_PORTAL = 6000, 6001
WATCHED_S = fault_rules.DETECTION_S + fault_rules.MARGIN_S + 2  # after the fault: what hangs is seen to


def sleep_until(when):
    time.sleep(max(0, when - time.monotonic()))


class Cell:
    def __init__(self, role, fault, directory):
        self.role, self.fault = role, fault
        self.near, self.middle, self.far = (Machine(name, directory) for name in ("near", "middle", "far"))
        self.first_leg, self.second_leg = Wire(self.near, self.middle), Wire(self.middle, self.far)
        self.direct = Wire(self.near, self.far)
        self.machines = [self.near, self.middle, self.far]
        if role == "relays":
            self.spare = Machine("spare", directory)
            self.spare_legs = Wire(self.near, self.spare), Wire(self.spare, self.far)
            self.machines.append(self.spare)
        where, self.node = NODES[role]
        self.machine = getattr(self, where)
        self.programs = []
        self.honesty = honesty.Watch(self.machines)

    # -- what is there --

    def make_nodes(self):
        far = ("--tcp-listener-address", f"{self.far.address}:7000")
        if self.role == "project":
            self.middle.ockam("project", "create", "--tcp-listener-address", f"{self.middle.address}:7000")
            ways = ["/project/default"]
            self.far.ockam("node", "create", "outlet", *far, "--enrollment-ticket", self.ticket("--relay", "*"))
            self.near.ockam("node", "create", "inlet", "--enrollment-ticket", self.ticket())
        else:
            relays = [self.middle, self.spare] if self.role == "relays" else [self.middle]
            for each in relays:
                each.ockam("node", "create", "relay", "--tcp-listener-address", f"{each.address}:7000",
                           "--allow-relays")
            ways = [f"/ip4/{each.address}/tcp/7000" for each in relays]
            self.far.ockam("node", "create", "outlet", *far, "--open")
            self.near.ockam("node", "create", "inlet")
        self.far.serve("outlet", ways[0])
        for number, way in enumerate(ways[1:], 2):
            self.far.ockam("relay", "create", f"outlet{number}", "--at", way, "--to", "outlet")
        through = "{}/service/forward_to_{}/secure/api/service/outlet"
        names = ["outlet", "outlet2"]
        self.near.enter("inlet", PORTAL, *(through.format(*each) for each in zip(ways, names)))
        if self.fault == "hole" or self.machine == self.middle:
            self.near.enter("inlet", OTHER_PORTAL, f"/ip4/{self.far.address}/tcp/7000/secure/api/service/outlet")
        elif self.role == "inlet":
            self.near.ockam("node", "create", "bystander")
            self.near.enter("bystander", OTHER_PORTAL, through.format(ways[0], "outlet"))
        else:
            self.far.ockam("node", "create", "bystander", "--open")
            self.far.serve("bystander", ways[0])
            self.near.enter("inlet", OTHER_PORTAL, through.format(ways[0], "bystander"))

    def ticket(self, *words):
        return self.middle.ockam("project", "ticket", *words).strip()

    # -- what happens --

    def strike(self):
        """Returns when it began, when the way was there again, and what the restart took if there was one."""
        began = time.monotonic()
        if self.fault == "kill":
            self.machine.kill(self.node)
            time.sleep(DEAD_S)
            return began, *self.timed_start()
        if self.fault == "restart":
            self.machine.ockam("node", "stop", self.node)
            return began, *self.timed_start()
        if self.fault == "hole":
            both = [self.first_leg, self.second_leg]
            legs = {"inlet": [self.first_leg], "relay": both, "relays": both}.get(self.role, [self.second_leg])
            for leg in legs:
                leg.hole(True)
            time.sleep(HOLE_S)
            for leg in legs:
                leg.hole(False)
            return began, time.monotonic(), None
        pid = self.machine.pid(self.node)
        return *machines.stand_still(self.node, pid, int(self.fault.removeprefix("stop"))), None

    def timed_start(self):
        before = time.monotonic()
        self.machine.ockam("node", "start", self.node)
        back = time.monotonic()
        return back, back - before

    def run(self, count):
        self.make_nodes()
        goes_on = resuming.goes_on(self.near, "inlet")
        self.programs.append(stream_load.server(self.far))
        self.programs.append(stream_load.clients(self.near, f"portal:{PORTAL}:{count}:probe",
                                                 f"other:{OTHER_PORTAL}:{BYSTANDERS}"))
        self.honesty.start()
        time.sleep(2)
        began, back, start_s = self.strike()
        sleep_until(max(back + WATCHED_S, began + fault_rules.hung_after(goes_on) + 2))
        reasons = {side: resuming.reasons(where, node) for side, where, node in
                   (("inlet", self.near, "inlet"), ("outlet", self.far, "outlet"))}
        streams = stream_load.finish(*self.programs)
        looks, untrue = self.honesty.finish()
        happened = fault_rules.Fault(self.role, self.fault, began, back, goes_on, reasons)
        found = {**fault_rules.judge(happened, streams), "start_s": start_s, "looks": looks}
        found["broken"] += untrue if looks else ["no node was ever asked what it says"]
        return found

    def close(self):
        self.honesty.finish()
        for program in self.programs:
            program.kill()
        for each in self.machines:
            for node in ("inlet", "bystander", "relay", "project-default", "outlet"):
                for line in each.lines_of_log(node, 25):
                    print(f"{node}: {line}", file=sys.stderr)
        machine.end(set(machine.processes()) - {1, os.getpid()})


def main(path, role, fault):
    if (role, fault) not in CELLS:
        raise SystemExit(f"faults: there is no {role} {fault}, but {', '.join(' '.join(cell) for cell in CELLS)}")
    machines.prepare()
    known = {**machine.facts(), "role": role, "fault": fault}
    with tempfile.TemporaryDirectory() as directory:
        cell = Cell(role, fault, directory)
        try:
            found = cell.run(rounds.number("STREAMS", 200))
        except (Failed, TimeoutError, subprocess.TimeoutExpired) as why:
            found = {"broken": [str(why)]}
        finally:
            cell.close()
    pathlib.Path(path).write_text(json.dumps({**known, **found}, indent=1), encoding="utf-8")
    print(json.dumps(found))
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
