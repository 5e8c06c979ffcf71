# A short form of script/chaos: nodes and wires fail at random for 20 s, and every promise about streams holds.
# CHAOS_SEED=N strikes otherwise.

# -- who looks at what nodes say finds a lie: a played node calls up what was proven too long ago, or never
cat >liar.py <<'PY'
# liar.py DIRECTORY: is found out for two of the five things that it says, and for no other
import http.server, json, pathlib, socketserver, sys, threading, time, types
import honesty

says = {"name": "liar", "tcp-inlets": [
    {"alias": "young", "status": "up", "proven_ms_ago": 14900}, {"alias": "old", "status": "up", "proven_ms_ago": 15100},
    {"alias": "open", "status": "degraded", "proven_ms_ago": 60000}], "relays": [
    {"name": "never", "status": "up", "role": "registered", "proven_ms_ago": None},
    {"name": "hosted", "status": "up", "role": "hosted", "proven_ms_ago": None}]}

class Node(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(says).encode()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    def log_message(self, *_):
        pass

where = pathlib.Path(sys.argv[1])
(where / "home/nodes/liar").mkdir(parents=True)
node = socketserver.ThreadingUnixStreamServer(str(where / "home/nodes/liar/socket"), Node)
node.daemon_threads = True
threading.Thread(target=node.serve_forever, daemon=True).start()
watch = honesty.Watch([types.SimpleNamespace(directory=where)]).start()
while watch.looks < 3:
    time.sleep(0.1)
looks, problems = watch.finish()
assert problems == ["liar calls relays never up, proven never", "liar calls tcp-inlets old up, proven 15.1 s ago"], problems
PY
PYTHONPATH=$TESTS/../bench python3 liar.py "$WORK/liar"

export TMPDIR=$WORK WARM_UP_S=3 CLIENTS=40
if sanitized; then export SANITIZED=1 CLIENTS=20; fi
python3 "$TESTS/../bench/chaos.py" 20 "${CHAOS_SEED:-1}"
is 0 "$(nodes_running)"
