"""This machine, its networks and its processes. script/bench runs what imports this in namespaces of its own, where it
may do as it likes: whatever it starts dies with it."""
import ctypes
import os
import pathlib
import platform
import signal
import subprocess
import time

NEW_NETWORK = 0x40000000  # CLONE_NEWNET of sched.h


def facts():
    cpu = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    congestion = pathlib.Path("/proc/sys/net/ipv4/tcp_congestion_control").read_text(encoding="utf-8").strip()
    return {"cores": os.cpu_count(),
            "cpu": next((line.split(":")[1].strip() for line in cpu.splitlines() if line.startswith("model name")), ""),
            "vaes": " vaes" in cpu, "kernel": platform.release(), "congestion_control": congestion,
            "commit": os.environ.get("COMMIT", ""), "date": time.strftime("%FT%TZ", time.gmtime()),
            "load_before": os.getloadavg()[0]}


def fresh_network():
    """Moves this process, and what it starts from now on, to a network of its own: nothing in TIME_WAIT, no port taken.
    Ports below 10000 are for listeners only."""
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "no network of its own")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("10000 65535", encoding="utf-8")


def eventually(what, condition, seconds=15.0, pause=0.05):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"did not happen in {seconds:g} s: {what}")
        time.sleep(pause)


def listening(port, at=()):
    return bool(subprocess.run([*at, "ss", "-Hltn", f"sport = :{port}"], capture_output=True, check=False).stdout)


def processes():
    """{pid: parent} of all that live in this namespace."""
    out = {}
    for entry in os.listdir("/proc"):
        try:
            state, parent = pathlib.Path(f"/proc/{entry}/stat").read_text("latin1").rsplit(")", 1)[1].split()[:2]
        except (OSError, IndexError):
            continue
        if entry.isdigit() and state != "Z":
            out[int(entry)] = int(parent)
    return out


def end(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    eventually("processes end", lambda: not set(pids) & set(processes()))


def usage(pids):
    """Resident kB of each, and CPU seconds of all together."""
    resident, seconds = [], 0.0
    for pid in pids:
        pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        resident.append(pages * os.sysconf("SC_PAGE_SIZE") // 1024)
        seconds += time.clock_gettime(~pid << 3 | 2)  # its CPU clock, as clock_getcpuclockid() has it
    return resident, seconds
