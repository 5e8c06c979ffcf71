"""One product at work: the server that verifies, what is in between, and the load on it. All of it ends with the
session, on whatever way that is left."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import machine

BUILD = pathlib.Path(os.environ.get("BUILD", "build")).resolve()
LOADGEN = str(BUILD / "loadgen")


@dataclass(frozen=True)
class Site:
    """Where the two ends are: what to put before a command to run it there, and how one is reached from the other.
    The portal is entered at 127.0.0.1:6000 of the near end; the far end has relay and server."""
    near: tuple = ()
    far: tuple = ()
    near_address: str = "127.0.0.1"
    far_address: str = "127.0.0.1"

    @property
    def server(self):
        return f"{self.far_address}:9000"


HERE = Site()


class Failed(Exception):
    """A product does not do what it must."""


class Session:
    def __init__(self, site=HERE):
        self.site = site
        self.entrance = "127.0.0.1:6000"

    def __enter__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="session."))
        self.log = open(self.directory / "log", "ab")
        self.environment = {**os.environ, "OCKAM_HOME": str(self.directory / "home"),
                            # what the Rust implementation would otherwise send home
                            "OCKAM_DISABLE_UPGRADE_CHECK": "1", "OCKAM_TELEMETRY_EXPORT": "false",
                            "OCKAM_OPENTELEMETRY_EXPORT": "false"}
        self.children = []
        self.before = set(machine.processes())
        self.background(LOADGEN, "server", "--listen", self.site.server, at=self.site.far)
        machine.eventually("the server listens", lambda: machine.listening(9000, self.site.far))
        self.server = set(machine.processes()) - self.before
        return self

    def __exit__(self, *_):
        machine.end(set(machine.processes()) - self.before)
        for child in self.children:
            child.wait()
        self.log.close()
        shutil.rmtree(self.directory)

    # -- what is in between --

    def background(self, *words, at=()):
        self.children.append(subprocess.Popen([*at, *words], cwd=self.directory, env=self.environment, stdout=self.log,
                                              stderr=self.log, stdin=subprocess.DEVNULL))

    def command(self, *words, at=()):
        """What it prints. That goes to files: a node that it starts may keep a pipe open."""
        with open(self.directory / "stdout", "w+", encoding="utf-8") as out, \
                open(self.directory / "stderr", "w+", encoding="utf-8") as errors:
            status = subprocess.run([*at, *words], cwd=self.directory, env=self.environment, stdout=out, stderr=errors,
                                    timeout=60, stdin=subprocess.DEVNULL, check=False).returncode
            out.seek(0), errors.seek(0)
            if status != 0:
                raise Failed(f"{' '.join(words)}: exit {status}, {' '.join(errors.read().split())[-300:]}")
            return out.read()

    def file(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    @property
    def pids(self):
        """Of the product, oldest first."""
        return sorted(set(machine.processes()) - self.before - self.server)

    # -- load --

    def wait_for_answer(self):
        def answers():
            return self.load("pingpong --conns 1 --warmup 0", 0.05, patience=3, pids=())["ok"]
        machine.eventually("an echo comes back", answers, 20, 0.1)

    def start_load(self, load, seconds, pids=None):
        words = [LOADGEN, *load.split(), "--seconds", str(seconds), "--connect", self.entrance]
        pids = self.pids if pids is None else pids
        if pids:
            words += ["--pids", ",".join(map(str, pids))]
        return subprocess.Popen([*self.site.near, *words], stdout=subprocess.PIPE, stderr=self.log, text=True,
                                stdin=subprocess.DEVNULL)

    def finish_load(self, started, seconds, patience):
        """What the load generator says; {"ok": false} if it does not."""
        try:
            said, _ = started.communicate(timeout=seconds + patience)
            return json.loads(said)
        except subprocess.TimeoutExpired:
            started.kill()
            started.communicate()
            return {"ok": False, "error": f"not done {patience:g} s after its time"}
        except ValueError:
            return {"ok": False, "error": "the load generator ended without a word"}

    def load(self, load, seconds, patience=20.0, pids=None):
        return self.finish_load(self.start_load(load, seconds, pids), seconds, patience)

    def stalled_reader(self, seconds):
        """15 streams, then the same beside one whose reader stops: what they keep of their rate, and what is held."""
        quiet = self.load("bulk --dir down --conns 15", seconds)
        stalled = self.start_load("stall --dir down --conns 1", seconds + 1)
        time.sleep(0.5)
        beside = self.load("bulk --dir down --conns 15", seconds)
        stall = self.finish_load(stalled, seconds + 1, 20)
        if not (quiet["ok"] and beside["ok"] and stall["ok"] and quiet["MBps"]):
            return {"ok": False, "error": "a stalled reader"}
        return {"ok": True, "quiet_MBps": quiet["MBps"], "beside_MBps": beside["MBps"],
                "kept": beside["MBps"] / quiet["MBps"],
                "grown_kb": sum(stall["rss_peak_kb"]) - sum(stall["rss_before_kb"])}


def complain(text):
    print(text, file=sys.stderr, flush=True)
