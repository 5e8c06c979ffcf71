"""One cell of the fault matrix: 200 streams of verified bytes, and 20 more on a way that the fault is not on, while
something happens to a node or a wire; then what became of the streams, and when new connections worked again.
  near: inlet    -- middle: relay, or a project's node --    far: outlet, and the server
      \\______________________ a wire of their own ______________________/
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
import rounds
import stream_load
from machines import Machine, Wire
from session import Failed

NODES = {"inlet": ("near", "inlet"), "relay": ("middle", "relay"), "outlet": ("far", "outlet"),
         "project": ("middle", "project-default")}
FAULTS = ["kill", "restart", "stop5", "stop30", "stop120", "hole"]
DEAD_S, HOLE_S = 5, 40
CELLS = [(role, fault) for fault in reversed(FAULTS) for role in NODES  # the long ones first
         if fault != "restart" or role in ("relay", "project")]
BYSTANDERS = 20
PORTAL, OTHER_PORTAL = 6000, 6001
WATCHED_S = fault_rules.DETECTION_S + fault_rules.MARGIN_S + 2  # after the fault: what hangs is seen to


class Cell:
    def __init__(self, role, fault, directory):
        self.role, self.fault = role, fault
        self.near, self.middle, self.far = (Machine(name, directory) for name in ("near", "middle", "far"))
        self.first_leg, self.second_leg = Wire(self.near, self.middle), Wire(self.middle, self.far)
        self.direct = Wire(self.near, self.far)
        where, self.node = NODES[role]
        self.machine = getattr(self, where)
        self.programs = []
        self.honesty = honesty.Watch([self.near, self.middle, self.far])

    # -- what is there --

    def make_nodes(self):
        far = ("--tcp-listener-address", f"{self.far.address}:7000")
        if self.role == "project":
            self.middle.ockam("project", "create", "--tcp-listener-address", f"{self.middle.address}:7000")
            middle = "/project/default"
            self.far.ockam("node", "create", "outlet", *far, "--enrollment-ticket", self.ticket("--relay", "*"))
            self.near.ockam("node", "create", "inlet", "--enrollment-ticket", self.ticket())
        else:
            self.middle.ockam("node", "create", "relay", "--tcp-listener-address", f"{self.middle.address}:7000",
                              "--allow-relays")
            middle = f"/ip4/{self.middle.address}/tcp/7000"
            self.far.ockam("node", "create", "outlet", *far, "--open")
            self.near.ockam("node", "create", "inlet")
        self.far.serve("outlet", middle)
        through = middle + "/service/forward_to_{}/secure/api/service/outlet"
        self.near.enter("inlet", PORTAL, through.format("outlet"))
        if self.fault == "hole" or self.machine == self.middle:
            self.near.enter("inlet", OTHER_PORTAL, f"/ip4/{self.far.address}/tcp/7000/secure/api/service/outlet")
        elif self.role == "inlet":
            self.near.ockam("node", "create", "bystander")
            self.near.enter("bystander", OTHER_PORTAL, through.format("outlet"))
        else:
            self.far.ockam("node", "create", "bystander", "--open")
            self.far.serve("bystander", middle)
            self.near.enter("inlet", OTHER_PORTAL, through.format("bystander"))

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
            legs = {"inlet": [self.first_leg], "relay": [self.first_leg, self.second_leg]}.get(
                self.role, [self.second_leg])
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
        self.programs.append(stream_load.server(self.far))
        self.programs.append(stream_load.clients(self.near, f"portal:{PORTAL}:{count}:probe",
                                                 f"other:{OTHER_PORTAL}:{BYSTANDERS}"))
        self.honesty.start()
        time.sleep(2)
        began, back, start_s = self.strike()
        time.sleep(WATCHED_S)
        streams = stream_load.finish(*self.programs)
        looks, untrue = self.honesty.finish()
        found = {**fault_rules.judge(self.role, self.fault, streams, began, back), "start_s": start_s, "looks": looks}
        found["broken"] += untrue if looks else ["no node was ever asked what it says"]
        return found

    def close(self):
        self.honesty.finish()
        for program in self.programs:
            program.kill()
        for each in (self.near, self.middle, self.far):
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
