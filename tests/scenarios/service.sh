# A node as a service of systemd: what it tells, that it reloads, and that the unit files are sound.
manage() { python3 "$TESTS/scenarios/service_manager.py" "$@"; }

# made in the foreground, reloaded, stopped
is "READY=1 STATUS=listens on 127.0.0.1:7000
RELOADING=1
READY=1
STOPPING=1 STATUS=waits for open streams to end
exit 0" "$(manage "$WORK/notify" HUP,TERM ockam node create s --foreground --tcp-listener-address 127.0.0.1:7000 2>/dev/null)"
has reloaded "$(cat "$(ockam node logs s)")"

# started again with what it had, told through an abstract socket
has 127.0.0.1:7000 "$(manage "@notify-$$" INT ockam node start s --foreground 2>/dev/null)"
refused 70 "already exists and runs" bash -c 'ockam node start s >/dev/null && ockam node start s --foreground'
ockam node stop s >/dev/null

# it says twice within the watchdog's patience that it is alive
WATCHDOG_USEC=200000 timeout 10 python3 - "$WORK/dog" <<'PLAYED'
import os, socket, subprocess, sys
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind(sys.argv[1])
service = subprocess.Popen(["ockam", "node", "start", "s", "--foreground"], env=dict(os.environ, NOTIFY_SOCKET=sys.argv[1]),
                           stderr=subprocess.DEVNULL)
while told.recv(4096) != b"WATCHDOG=1": pass
told.settimeout(0.2)
for _ in range(10): assert told.recv(4096) == b"WATCHDOG=1"
service.terminate()
assert service.wait() == 0
PLAYED

# a reload, as the unit does it: the old process says who the service is now, and the new one tells the rest
python3 - "$WORK/reload" <<'PLAYED'
import os, re, signal, socket, subprocess, sys
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind(sys.argv[1])
told.settimeout(20)
def hear(part):
    while part not in (said := told.recv(4096).decode()): pass
    return said
with_manager = dict(os.environ, NOTIFY_SOCKET=sys.argv[1], WATCHDOG_USEC="400000")
service = subprocess.Popen(["ockam", "node", "start", "s", "--foreground"], env=with_manager, stderr=subprocess.DEVNULL)
hear("READY=1")
subprocess.run(["ockam", "node", "start", "s", "--replace"], check=True, stdout=subprocess.DEVNULL)
pid = int(re.search("MAINPID=([0-9]+)", hear("MAINPID=")).group(1))
assert pid != service.pid
hear("READY=1")
for _ in range(3): hear("WATCHDOG=1")
os.kill(pid, signal.SIGTERM)
hear("STOPPING=1")
assert service.wait(20) == 0 # the old one ends with the new one
PLAYED

# who was not asked does not tell: nodes in the background have no manager
manager=$WORK/nobody
NOTIFY_SOCKET=$manager WATCHDOG_USEC=1 ockam node create quiet >/dev/null
for name in NOTIFY_SOCKET WATCHDOG_USEC; do
  tr '\0' '\n' <"/proc/$(pgrep -f 'ockam.* quiet$')/environ" | grep "$name" && fail "the node knows of the manager"
done
kill -HUP "$(pgrep -f 'ockam.* quiet$')" # and a hang-up ends them
eventually 5 no_node_runs

# the unit files, with this executable
for unit in ockam@office ockam-run; do
  sed "s,/usr/bin/ockam,$OCKAM,; s,^User=.*,User=root," "$TESTS/../packaging/systemd/${unit/@*/@}.service" >"$WORK/$unit.service"
done
is "" "$(systemd-analyze verify "$WORK/ockam@office.service" "$WORK/ockam-run.service" 2>&1)"
all_gone
