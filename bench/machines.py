"""Machines that are networks of their own, each with an address, a home and the nodes it runs, and the wires between
them, which bench/longwire makes and can cut. They all end with the process and mount namespaces that this runs in."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

import machine
from scale import Control
from session import BUILD, Failed
from stream_load import SERVER_PORT
from wire import PORTS

OCKAM = str(BUILD / "ockam")
COMMAND_SECONDS = 60  # a node that drains takes 30


def prepare():
    """Once, before the first machine. Needs a mount namespace of one's own, where names of networks hide nobody's."""
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        raise SystemExit("machines: /dev/net/tun can not be opened: this needs root, or a machine that lets users make "
                         "networks")
    subprocess.run(["mount", "-t", "tmpfs", "networks", "/run"], check=True)


def running_nodes():
    """Processes of ockam in this namespace."""
    return [pid for pid in machine.processes()
            if pathlib.Path(f"/proc/{pid}/comm").read_text("latin1").strip() == "ockam"]


def stand_still(node, pid, seconds):
    """As a machine that is suspended does. Returns when it began and when it was over."""
    began = time.monotonic()
    try:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError as gone:
        raise Failed(f"the process of {node} ended while it stood") from gone
    return began, time.monotonic()


class Machine:
    """Others reach it at `address`, however many wires it has."""
    made = 0

    def __init__(self, name, directory):
        Machine.made += 1
        self.name, self.address = name, f"10.8.0.{Machine.made}"
        self.inside = ("nsenter", f"--net=/run/netns/{name}")
        self.directory = pathlib.Path(directory) / name
        self.directory.mkdir()
        self.environment = {**os.environ, "OCKAM_HOME": str(self.directory / "home")}
        subprocess.run(["ip", "netns", "add", name], check=True)
        self.run("sh", "-c", f"{PORTS} && ip addr add {self.address}/32 dev lo")

    def run(self, *words):
        """What it prints."""
        with tempfile.TemporaryFile("w+") as answer, tempfile.TemporaryFile("w+") as errors:  # a pipe may stay open
            try:
                status = subprocess.run([*self.inside, *words], env=self.environment, cwd=self.directory, check=False,
                                        stdout=answer, stderr=errors, stdin=subprocess.DEVNULL,
                                        timeout=COMMAND_SECONDS).returncode
            except subprocess.TimeoutExpired as late:
                raise Failed(f"on {self.name}: {' '.join(words)}: not done in {COMMAND_SECONDS} s") from late
            answer.seek(0), errors.seek(0)
            if status != 0:
                raise Failed(f"on {self.name}: {' '.join(words)}: exit {status}, {errors.read().strip()[-300:]}")
            return answer.read()

    def ockam(self, *words):
        return self.run(OCKAM, *words)

    def start(self, *words, **streams):
        return subprocess.Popen([*self.inside, *words], env=self.environment, cwd=self.directory, **streams)

    # -- its nodes --

    def serve(self, node, relay_at):
        """An outlet to the server of stream_load, and a relay to it."""
        self.ockam("tcp-outlet", "create", "--at", node, "--to", f"127.0.0.1:{SERVER_PORT}")
        self.ockam("relay", "create", node, "--at", relay_at, "--to", node)

    def enter(self, node, port, *routes):
        Control(self, node).ask("POST", "/v1/tcp-inlets",
                                {"alias": f"portal{port}", "from": f"127.0.0.1:{port}", "to": list(routes)})

    def pid(self, node):
        return json.loads(self.ockam("node", "show", node, "--output", "json"))["pid"]

    def kill(self, node):
        """As a crash does: at once, and it says nothing."""
        pid = self.pid(node)
        os.kill(pid, signal.SIGKILL)
        machine.eventually(f"{node} ends", lambda: pid not in machine.processes())

    def lines_of_log(self, node, count=15):
        log = self.directory / "home" / "nodes" / node / "log"
        return log.read_text(encoding="utf-8").splitlines()[-count:] if log.exists() else []


class Wire:
    """Joins two machines, both ways, until it is closed or this process ends."""
    made = 0

    def __init__(self, one, other, delay_ms=1):
        Wire.made += 1
        device, network = f"wire{Wire.made}", f"10.9.{Wire.made}"
        self.ends = (one.name, other.name)
        self.process = subprocess.Popen(
            [str(BUILD / "longwire"), one.name, f"{network}.1", other.name, f"{network}.2", "--delay", str(delay_ms),
             "--device", device], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit("machines: the wire does not come up: this needs root")
        one.run("ip", "route", "add", f"{other.address}/32", "dev", device, "src", one.address)
        other.run("ip", "route", "add", f"{one.address}/32", "dev", device, "src", other.address)

    def hole(self, on):
        """Whatever is sent vanishes without a word, as at a machine that lost its power."""
        self.process.stdin.write(f"hole {'on' if on else 'off'}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
