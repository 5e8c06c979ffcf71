# Plays systemd: starts a command with NOTIFY_SOCKET, prints what it tells, and sends the signals it is given.
# Usage: service_manager.py SOCKET|@NAME SIGNAL[,SIGNAL...] COMMAND...
# A signal is sent after the next READY=1, the last one ends it.
import os, signal, socket, subprocess, sys

name, signals, command = sys.argv[1], sys.argv[2].split(","), sys.argv[3:]
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind("\0" + name[1:] if name.startswith("@") else name)
told.settimeout(20)
service = subprocess.Popen(command, env=dict(os.environ, NOTIFY_SOCKET=name), stdout=subprocess.DEVNULL)
while True:
    fields = dict(line.split("=", 1) for line in told.recv(4096).decode().split("\n"))
    if int(fields.get("MONOTONIC_USEC", 1)) > 0:
        fields.pop("MONOTONIC_USEC", None)
    print(" ".join(f"{key}={value}" for key, value in fields.items()), flush=True)
    if "READY" in fields:
        service.send_signal(getattr(signal, "SIG" + signals.pop(0)))
    if "STOPPING" in fields:
        print("exit", service.wait(20), flush=True)
        break
