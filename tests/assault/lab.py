"""The node that is attacked, on a machine of its own, and another machine, with 65 000 addresses, from which strangers and
honest people come. Runs in namespaces that script/assault makes; everything ends with them.
  10.8.0.1 the node         10.8.0.2, 10.9.0.0/16 everybody else         10.8.0.77 nobody; 10.8.0.78 a silent name server"""
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

import control

HERE = pathlib.Path(__file__).parent
OCKAM = os.environ["OCKAM"]
NODE, PORT, STATUS, INLET = "10.8.0.1", 4000, 4100, 6000
ECHOES, READS_NOTHING = 9000, 9001
LISTENER = ["--tcp-listener-address", f"0.0.0.0:{PORT}"]
ROLES = ("plain", "hub", "project", "outlet")


def run(*words): subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


class Network:
    """Made once; `outside` is put before the words of a command that runs on the other machine."""

    def __init__(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        self.other = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        while os.readlink(f"/proc/{self.other.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            time.sleep(0.01)
        self.outside = ["nsenter", "-t", str(self.other.pid), "-n"]
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "in", "type", "veth", "peer", "name", "out", "netns", str(self.other.pid))
        for before, device, address in (([], "in", NODE), (self.outside, "out", "10.8.0.2")):
            run(*before, "ip", "addr", "add", f"{address}/24", "dev", device)
            run(*before, "ip", "link", "set", device, "up")
        run("ip", "route", "add", "10.9.0.0/16", "via", "10.8.0.2")
        run(*self.outside, "ip", "link", "set", "lo", "up")
        run(*self.outside, "ip", "route", "add", "local", "10.9.0.0/16", "dev", "lo")
        for before in ([], self.outside):
            run(*before, "sysctl", "-qw", "net.ipv4.ip_local_port_range=10000 65535")
        for path, content in (("/etc/resolv.conf", "nameserver 10.8.0.78\n"), ("/etc/hosts", "127.0.0.1 localhost echoes.test\n")):
            made = pathlib.Path(os.environ["WORK"], path.rsplit("/", 1)[1])
            made.write_text(content)
            run("mount", "--bind", str(made), path)

    def python(self, script, *words, outside=True, **streams):
        before = self.outside if outside else []
        return subprocess.Popen([*before, sys.executable, str(HERE / script), *words], **streams)


class Lab:
    """A node of the role, an honest owner of a relay at it, and an inlet that leads there. In the roles `hub` and
    `project` these two are strangers' neighbours; a plain node has relays of its own machine only."""

    def __init__(self, network, role):
        self.network, self.role = network, role
        self.homes = pathlib.Path(os.environ["WORK"], "homes")
        shutil.rmtree(self.homes, ignore_errors=True)
        self.helpers = [network.python("targets.py", str(ECHOES), str(READS_NOTHING), outside=there) for there in (False, True)]
        self.away = role != "plain"
        node = ["node", "create", "v", *LISTENER]
        if role == "project":
            self.ockam("v", "project", "create", "default", "--tcp-listener-address", f"{NODE}:{PORT}")
            ticket = self.ockam("v", "project", "ticket", "--relay", "*", "--usage-count", "9")
            (self.homes / "ticket").write_text(ticket)
            self.ockam("honest", "project", "enroll", str(self.homes / "ticket"))
        else:
            more = {"plain": [], "hub": ["--allow-relays"], "outlet": ["--open"]}[role]
            self.ockam("v", *node, *more, "--status-port", f"{NODE}:{STATUS}")
        member = ["--project", "default"] if role == "project" else []
        for name in ("owner", "client"):
            self.ockam("honest", "node", "create", name, *member)
        at = "/project/default" if role == "project" else f"/ip4/{NODE if self.away else '127.0.0.1'}/tcp/{PORT}"
        self.ockam("honest", "relay", "create", "owner", "--at", at, "--to", "owner")
        self.ockam("honest", "tcp-outlet", "create", "--at", "owner", "--to", f"127.0.0.1:{ECHOES}")
        way = f"{at}/service/forward_to_owner/secure/api/service/outlet"
        if role == "outlet":
            for name, to in (("outlet", f"echoes.test:{ECHOES}"), ("held", f"127.0.0.1:{READS_NOTHING}"), ("void", "10.8.0.77:9"),
                             ("unnamed", "nobody.test:80")):
                self.ockam("v", "tcp-outlet", "create", "--at", "v", "--from", name, "--to", to)
            way = f"{at}/secure/api/service/outlet"
        self.ockam("honest", "tcp-inlet", "create", "--at", "client", "--from", f"0.0.0.0:{INLET}", "--to", way)
        self.name = "v" if role != "project" else next(d.name for d in (self.homes / "v/nodes").iterdir())
        self.pid = int(json.loads(self.ockam("v", "node", "show", self.name, "--output", "json"))["pid"])

    def ockam(self, home, *words):
        before = self.network.outside if home == "honest" and self.away else []
        environment = {**os.environ, "OCKAM_HOME": str(self.homes / home)}
        (self.homes / home).mkdir(parents=True, exist_ok=True, mode=0o700)
        done = subprocess.run([*before, OCKAM, *words], env=environment, stdin=subprocess.DEVNULL, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        if done.returncode:
            raise SystemExit(f"assault: ockam {' '.join(words)}: exit {done.returncode}, {done.stderr.strip()}")
        return done.stdout

    # -- what there is to see of the node
    def of_status(self, field):
        try:
            return int(re.search(rf"^{field}:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text(), re.M)[1])
        except (OSError, TypeError):
            return 0

    def resident_mb(self): return self.of_status("VmRSS") / 1024
    def alive(self): return self.of_status("VmRSS") > 0

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def log(self):
        files = sorted((self.homes / "v/nodes" / self.name).glob("log*"))
        return b"".join(f.read_bytes() for f in files)

    def metrics(self): return control.samples(self.homes / "v/nodes" / self.name / "socket")

    def close(self):
        for home in ("honest", "v"):
            try:
                self.ockam(home, "node", "delete", "--all", "--yes", "--force")
            except (SystemExit, subprocess.TimeoutExpired) as late:
                print(late, file=sys.stderr)
        for each in self.helpers:
            each.kill(), each.wait()
