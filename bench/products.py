"""What carries a connection from the near end's port 6000 to the far end's server: our nodes in several arrangements,
and other products. Peers are looked for on PATH under the names below; `ockam-rs` is the executable of the Rust
implementation."""
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import Callable

import machine
from session import BUILD

OURS = str(BUILD / "ockam")


def chain(ockam, relays, sealed, settings=()):
    """Inlet n2 -> `relays` relay nodes -> outlet n1, one process each; without relays n2 connects to n1; None: one node
    is both. Each relay is registered at the one before it, so that a route names them all. `settings`: of each node."""
    def start(session):
        site = session.site
        def run(*words, at=()):
            session.command(ockam, *words, at=at)
        def create_node(name, *words, at):
            others = ["--open"] if ockam == OURS else []  # sites may be machines
            run("node", "create", name, *words, *others, *settings, at=at)
        listen = ["--tcp-listener-address", f"{site.far_address}:7000"]
        first = f"/ip4/{site.far_address}/tcp/7000"
        route = "" if relays is None else first
        create_node("n1", *(listen if relays == 0 else []), at=site.far)
        run("tcp-outlet", "create", "--at", "/node/n1", "--from", "/service/outlet", "--to", site.server,
            at=site.far)
        for i in range(relays or 0):
            create_node(f"r{i}", *(listen if i == 0 else []), at=site.far)
        inner = [f"r{i}" for i in range(1, relays or 0)] + (["n1"] if relays else [])
        for i, name in enumerate(inner):
            run("relay", "create", name, "--at", first if i == 0 else f"/node/r{i}", "--to", f"/node/{name}",
                at=site.far)
            route += f"/service/forward_to_{name}"
        if relays is not None:
            create_node("n2", at=site.near)
        run("tcp-inlet", "create", "--at", "/node/n1" if relays is None else "/node/n2", "--from", session.entrance,
            "--to", route + ("/secure/api" if sealed else "") + "/service/outlet", at=site.near)
    return start


def ours(relays, sealed, *settings, **environment):
    def start(session):
        session.environment.update(environment)
        chain(OURS, relays, sealed, settings)(session)
    return start


def rathole(session):
    site = session.site
    private, public = (line for line in session.command("rathole", "--genkey").split("\n") if line and ":" not in line)

    def side(role, address, key, service):
        return session.file(f"{role}.toml", f"""[{role}]
{address} = "{site.near_address}:7000"
default_token = "token"
[{role}.transport]
type = "noise"
[{role}.transport.noise]
{key}
[{role}.services.portal]
{service}
""")
    server = side("server", "bind_addr", f'local_private_key = "{private}"', f'bind_addr = "{session.entrance}"')
    client = side("client", "remote_addr", f'remote_public_key = "{public}"', f'local_addr = "{site.server}"')
    session.background("rathole", "--server", server, at=site.near)
    machine.eventually("rathole's server listens", lambda: machine.listening(7000, site.near))
    session.background("rathole", "--client", client, at=site.far)


def chisel(session):
    session.background("chisel", "server", "--host", "127.0.0.1", "--port", "7000", "--reverse")
    machine.eventually("chisel's server listens", lambda: machine.listening(7000))
    session.background("chisel", "client", "http://127.0.0.1:7000", f"R:{session.entrance}:{session.site.server}")


def frp(session):
    common = 'serverAddr = "127.0.0.1"\nserverPort = 7000\nauth.token = "token"\n'
    server = session.file("server.toml", 'bindAddr = "127.0.0.1"\nbindPort = 7000\nauth.token = "token"\n')
    provider = session.file("provider.toml", common + """[[proxies]]
name = "portal"
type = "stcp"
secretKey = "key"
localIP = "127.0.0.1"
localPort = 9000
transport.useEncryption = true
""")
    visitor = session.file("visitor.toml", common + """[[visitors]]
name = "visitor"
type = "stcp"
serverName = "portal"
secretKey = "key"
bindAddr = "127.0.0.1"
bindPort = 6000
transport.useEncryption = true
""")
    session.background("frps", "-c", server)
    machine.eventually("frp's server listens", lambda: machine.listening(7000))
    session.background("frpc", "-c", provider)
    session.background("frpc", "-c", visitor)


def ssh(session):
    """sshd can not drop privileges where only root is mapped, so it runs as somebody who has none."""
    keys = {name: str(session.directory / name) for name in ("host", "user")}
    for path in keys.values():
        session.command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path)
    os.chmod(keys["user"] + ".pub", 0o644)
    session.background("unshare", "--user", "--map-user=65534", "--map-group=65534", shutil.which("sshd"), "-D", "-e",
                       "-p", "7000", "-f", "/dev/null", "-h", keys["host"], "-o", "ListenAddress=127.0.0.1",
                       "-o", f"AuthorizedKeysFile={keys['user']}.pub", "-o", "StrictModes=no", "-o", "PidFile=none",
                       "-o", "MaxSessions=1000")
    machine.eventually("sshd listens", lambda: machine.listening(7000))
    session.background("ssh", "-N", "-p", "7000", "-i", keys["user"], "-F", "none", "-o", "StrictHostKeyChecking=no",
                       "-o", "UserKnownHostsFile=/dev/null", "-R", f"{session.entrance}:{session.site.server}",
                       "nobody@127.0.0.1")


def haproxy(session):
    session.background("haproxy", "-db", "-f", session.file("haproxy.cfg", f"""global
  maxconn 4000
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen portal
  bind {session.entrance}
  server server {session.site.server}
"""))


def floor(relay):
    """Three processes that copy, with the cipher at both ends: what nothing can be faster than."""
    def start(session):
        hops = [("near", session.entrance, 7000), ("relay", 7000, 7001), ("far", 7001, session.site.server)]
        for role, *ports in reversed(hops):
            at, to = (str(port).rpartition(":")[2] for port in ports)
            session.background(str(BUILD / "floor"), relay if role == "relay" else role, at, to)
            machine.eventually(f"the {role} process listens", lambda port=at: machine.listening(port))
    return start


def direct(session):
    session.entrance = session.site.server


@dataclass(frozen=True)
class Product:
    start: Callable
    program: str = ""  # on PATH; empty: nothing that may be missing
    version: list = field(default_factory=lambda: ["--version"])

    def found(self):
        """Its version, "" if it has none, None if it is absent."""
        if not self.program:
            return ""
        if not shutil.which(self.program):
            return None
        said = subprocess.run([self.program, *self.version], capture_output=True, text=True, check=False)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", said.stdout + said.stderr)
        found = re.search(r"(?:^|[\s_])(\d+\.\d[\w.]*)", plain)
        return found.group(1) if found else ""


PRODUCTS = {
    "ours": Product(ours(1, True)),
    "ours, OpenSSL": Product(ours(1, True, OCKAM_AEAD="openssl")),
    "ours, 2 threads": Product(ours(1, True, "--threads", "2")),
    "clear": Product(ours(1, False)),
    "two nodes": Product(ours(0, False)),
    "one node": Product(ours(None, False)),
    "direct": Product(direct),
    "floor": Product(floor("relay")),
    "floor, spliced": Product(floor("splice")),
    "ockam-rs": Product(chain("ockam-rs", 1, True), "ockam-rs"),
    "rathole": Product(rathole, "rathole"),
    "chisel": Product(chisel, "chisel"),
    "frp": Product(frp, "frps"),
    "ssh": Product(ssh, "sshd", ["-V"]),
    "haproxy": Product(haproxy, "haproxy", ["-v"]),
}
TOPOLOGIES = {
    f"{name}, {'sealed' if sealed else 'clear'}": Product(ours(relays, sealed))
    for name, relays in (("one node", None), ("two nodes", 0), ("one relay", 1), ("three relays", 3))
    for sealed in (False, True)
}
PEERS = ["ockam-rs", "rathole", "chisel", "frp", "ssh"]  # those that encrypt
