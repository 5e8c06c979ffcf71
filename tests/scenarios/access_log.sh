# Each stream of a portal is a line at its inlet's node and one at its outlet's, with the bytes that really passed.
cat >server.py <<'P'
import socket, threading
def serve(one):
    size = 0
    try:
        while got := one.recv(65536):
            size += len(got)
            if size == 500: open('arrived', 'w').close()
        one.sendall(b'x' * (3 * size))
    except OSError: pass
    one.close()
at = socket.create_server(('127.0.0.1', 9000))
while True: threading.Thread(target=serve, args=[at.accept()[0]], daemon=True).start()
P
cat >clients.py <<'P'
import socket, struct, sys
def come(port): return socket.create_connection(('127.0.0.1', port), 10)
for size in (0, 1, 1000, 200000, 3000000): # each gets three times what it sends
    one = come(6000)
    one.sendall(b'q' * size)
    one.shutdown(socket.SHUT_WR)
    got = 0
    while part := one.recv(1 << 20): got += len(part)
    assert got == 3 * size, got
try: assert come(6001).recv(1) == b'' # nobody listens behind it
except ConnectionError: pass
gone = come(6000)
gone.sendall(b'q' * 500)
sys.stdout.write('sent'); sys.stdout.flush()
sys.stdin.read(1) # until it has arrived
gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
gone.close()
P
python3 server.py &
eventually 10 listening 9000
ockam node create n1 >/dev/null
ockam node create n2 --log-format json >/dev/null
ockam tcp-outlet create --at n1 --from pg --to 127.0.0.1:9000 >/dev/null
ockam tcp-outlet create --at n1 --from dead --to 127.0.0.1:1 >/dev/null
ockam tcp-inlet create db --at n2 --from 6000 --to /node/n1/secure/api/service/pg >/dev/null
ockam tcp-inlet create dead --at n2 --from 6001 --to /node/n1/service/dead >/dev/null
is "" "$(ockam access list --at n1 2>/dev/null)"
ockam access follow --at n1 >followed.txt &
follower=$!

mkfifo go
python3 clients.py <go >came.txt &
clients=$!
exec 7>go
eventually 20 grep -q sent came.txt
eventually 10 test -e arrived
echo >&7
wait $clients
lines() { [ "$(ockam access list --at "$1" | wc -l)" == "$2" ]; }
eventually 10 lines n1 7
eventually 10 lines n2 7

ockam access list --at n1 --output json >n1.json
ockam access list --at n2 --output json >n2.json
for node in n1 n2; do ockam node show $node --output json --jq .identity | tr -d '"' >$node.who; done
python3 - <<'P'
import json, re
def load(node): return json.load(open(node + '.json')), open(node + '.who').read().strip()
(far, far_who), (near, near_who) = load('n1'), load('n2')
sizes = [0, 1, 1000, 200000, 3000000]
for lines in far, near:
    done = [e for e in lines if e['outcome'] == 'done']
    assert sorted(e['bytes_up'] for e in done) == sizes, done
    assert sorted(e['bytes_down'] for e in done) == [3 * s for s in sizes], done
    cut = [e for e in lines if e['outcome'] == 'cut']
    assert len(cut) == 1 and cut[0]['bytes_up'] == 500 and cut[0]['bytes_down'] == 0, cut
    refused = [e for e in lines if e['outcome'] == 'refused']
    assert len(refused) == 1 and refused[0]['name'] == 'dead' and 'refused' in refused[0]['why'], refused
assert {e['stream']: (e['bytes_up'], e['bytes_down']) for e in near} == {e['stream']: (e['bytes_up'], e['bytes_down']) for e in far}
assert {e['who'] for e in far if e['name'] == 'pg'} == {near_who} and {e['who'] for e in near if e['name'] == 'db'} == {far_who}
assert {e['to'] for e in far} == {'127.0.0.1:9000', '127.0.0.1:1'}
assert all(re.fullmatch(r'127\.0\.0\.1:\d+', e['from']) for e in far + near)
assert all(e['began'] <= e['time'] for e in far + near)
P
eventually 10 bash -c '[ "$(wc -l <followed.txt)" == 7 ]'
kill $follower
is "$(ockam access list --at n1)" "$(<followed.txt)"
is "$OCKAM_HOME/nodes/n1/access.log" "$(ockam node logs n1 --access)"
is 600 "$(stat -c %a "$(ockam node logs n1 --access)")"
is "$(ockam access list --at n1)" "$(<"$OCKAM_HOME/nodes/n1/access.log")"
python3 -c 'import json, sys; [json.loads(line)["outcome"] for line in sys.stdin]' <"$OCKAM_HOME/nodes/n2/access.log"
is "$(ockam access list --at n1 | tail -2)" "$(ockam access list --at n1 --count 2)"
refused 65 "--count 0 is no number from 1" ockam access list --at n1 --count 0

# a node that is told so writes nothing
ockam node start n1 --force --access-log off >/dev/null
one_more() {
  python3 -c 'import socket; s = socket.create_connection(("127.0.0.1", 6000), 5); s.shutdown(1); assert s.recv(1) == b""'
  ockam access list --at n2 | tail -1 | grep -q " done$"
}
eventually 20 one_more
lines n1 7 || fail "a node without an access log wrote to it"
refused 65 "--access-log maybe is not known" ockam node create n3 --access-log maybe
all_gone
