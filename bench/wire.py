"""Two networks joined by bench/longwire: a wire with delay, loss and a rate, for kernels that have no netem."""
import contextlib
import os
import subprocess

from session import BUILD, Site

NEAR, FAR = "10.9.0.1", "10.9.0.2"
PORTS = 'ip link set lo up && echo "10000 65535" >/proc/sys/net/ipv4/ip_local_port_range'


def prepare():
    """Once, before the first wire. Needs a mount namespace of one's own, where names of networks hide nobody's."""
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        raise SystemExit("latency: /dev/net/tun can not be opened: this part needs root, or a machine that lets users "
                         "make networks")
    subprocess.run(["mount", "-t", "tmpfs", "networks", "/run"], check=True)


@contextlib.contextmanager
def wire(round_trip_ms, loss_percent, mbit, seed):
    """The site whose ends it joins, in networks that are new. A queue before the wire holds 0.1 s of its rate, and what
    is under way besides, as longwire counts both together."""
    queue = 20000 if not mbit else max(200, int(mbit * 1e6 / 8 / 1500 * (round_trip_ms / 2e3 + 0.1)))
    for name in ("near", "far"):
        subprocess.run(["ip", "netns", "add", name], check=True)
        subprocess.run(["nsenter", f"--net=/run/netns/{name}", "sh", "-c", PORTS], check=True)
    joined = subprocess.Popen([str(BUILD / "longwire"), "near", NEAR, "far", FAR, "--delay", str(round_trip_ms / 2),
                               "--loss", str(loss_percent), "--mbit", str(mbit), "--queue", str(queue), "--seed",
                               str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if joined.stdout.readline().strip() != "ready":
            raise SystemExit("latency: the wire does not come up: this part needs root")
        yield Site(("nsenter", "--net=/run/netns/near"), ("nsenter", "--net=/run/netns/far"), NEAR, FAR)
    finally:
        joined.stdin.close()
        joined.stdout.close()
        joined.wait()
        for name in ("near", "far"):
            subprocess.run(["ip", "netns", "del", name], check=True)
