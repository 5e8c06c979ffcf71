# Our commands and nodes against nodes of the real Ockam: in clear and through secure
# channels, straight and through a relay on a real node.
source "$TESTS/interop/real.sh"
cat >echo.py <<'P'
import socket, threading
def serve(peer):
    with peer:
        while data := peer.recv(1 << 16): peer.sendall(data)
listener = socket.create_server(("127.0.0.1", 9000))
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
P
cat >push.py <<'P'
import os, socket, sys, threading
data = os.urandom(2000000)
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
peer.settimeout(30)
threading.Thread(target=peer.sendall, args=(data,), daemon=True).start()
with peer.makefile("rb") as stream: print("intact" if stream.read(len(data)) == data else "damaged")
P
python3 echo.py &
eventually 5 listening 9000
# both_ways PORT: 2 MB through this inlet and back at once.
both_ways() { is intact "$(python3 push.py "$1")"; }

# r is a relay and has an outlet; b, behind it, has one too
real R node create r --tcp-listener-address 127.0.0.1:4200 >/dev/null
real R tcp-outlet create --at r --to 127.0.0.1:9000 >/dev/null
real B node create b >/dev/null
real B tcp-outlet create --at b --to 127.0.0.1:9000 >/dev/null
r=/ip4/127.0.0.1/tcp/4200
real B relay create b --at /dnsaddr/127.0.0.1/tcp/4200 --to b >/dev/null
ockam node create n1
ockam tcp-outlet create --at n1 --to 127.0.0.1:9000

# -- in clear
is hello "$(ockam message send hello --to $r/service/echo)"
is HELLO "$(ockam message send hello --to $r/service/uppercase)"
is 00ff10 "$(ockam message send --hex 00ff10 --to $r/service/echo)"
is HELLO "$(ockam message send hello --from n1 --to $r/service/uppercase)"
is HELLO "$(ockam message send hello --to $r/service/forward_to_b/service/uppercase)"
link=$(ockam tcp-connection create --from n1 --to 127.0.0.1:4200)
is HELLO "$(ockam message send hello --from n1 --to "$link/service/uppercase")"
is /service/forward_to_n1 "$(ockam relay create n1 --at $r --to n1)"
is HELLO "$(ockam message send hello --to $r/service/forward_to_n1/service/uppercase)"
is HELLO "$(real A message send hello --to /dnsaddr/127.0.0.1/tcp/4200/service/forward_to_n1/service/uppercase)"
ockam tcp-inlet create --at n1 --from 6001 --to $r/service/outlet
both_ways 6001 # our inlet, their outlet
ockam node create n2
ockam tcp-inlet create --at n2 --from 6002 --to $r/service/forward_to_n1/service/outlet
both_ways 6002 # our inlet, their relay, our outlet

# -- through channels
is HELLO "$(ockam message send hello --to $r/secure/api/service/uppercase)"
channel=$(ockam secure-channel create --from n2 --to $r/service/api)
matches '^/service/[0-9a-f]{32}$' "$channel"
for i in $(seq 100); do is "message $i" "$(ockam message send "message $i" --from n2 --to "$channel/service/echo")"; done
has "${channel#/service/}" "$(ockam secure-channel list --at n2)"
is HELLO "$(ockam message send hello --to $r/service/forward_to_b/secure/api/service/uppercase)"
is HELLO "$(ockam message send hello --to $r/secure/api/service/forward_to_b/secure/api/service/uppercase)"
is HELLO "$(ockam message send hello --to $r/service/forward_to_n1/secure/api/service/uppercase)"
is HELLO "$(real A message send hello --to /dnsaddr/127.0.0.1/tcp/4200/service/forward_to_n1/secure/api/service/uppercase)"
is /service/forward_to_n2 "$(ockam relay create n2 --at $r/secure/api --to n2)"
is HELLO "$(ockam message send hello --to $r/service/forward_to_n2/service/uppercase)"
ockam tcp-inlet create --at n2 --from 6003 --to "$channel/service/outlet"
both_ways 6003 # through the channel that carried the messages
ockam tcp-inlet create --at n2 --from 6004 --to $r/service/forward_to_b/secure/api/service/outlet
both_ways 6004 # our inlet, their relay, their outlet
ockam tcp-inlet create --at n2 --from 6005 --to $r/service/forward_to_n1/secure/api/service/outlet
both_ways 6005 # our inlet, their relay, our outlet
real A node create a >/dev/null
real A tcp-inlet create --at a --from 127.0.0.1:6006 \
  --to /dnsaddr/127.0.0.1/tcp/4200/service/forward_to_n1/secure/api/service/outlet >/dev/null
both_ways 6006 # their inlet, their relay, our outlet
ockam secure-channel delete "${channel#/service/}" --at n2 >/dev/null
refused 70 "${channel#/service/}" ockam message send hello --from n2 --to "$channel/service/echo" --timeout 1

# -- who the peer is
identity_of() { grep -o 'I[0-9a-f]\{64\}' | head -1; }
r_is=$(real R identity show | identity_of) a_is=$(real A identity show | identity_of) b_is=$(real B identity show | identity_of)
ockam secure-channel create --from n2 --to $r/service/api --authorized "$r_is" >/dev/null
refused 77 "the peer is $r_is, which is not authorized here" \
  ockam secure-channel create --from n2 --to $r/service/api --authorized "$a_is"
ockam tcp-inlet create --at n2 --from 6007 --to $r/service/forward_to_b/secure/api/service/outlet --authorized "$b_is"
both_ways 6007
refused 69 "which is not authorized here" ockam tcp-inlet create strict --at n2 --from 6008 --to $r/service/forward_to_b/secure/api/service/outlet --authorized "$r_is"
has "which is not authorized here" "$(ockam tcp-inlet show strict --at n2)"
ockam tcp-outlet create --at n1 --from private --to 127.0.0.1:9000 --authorized "$a_is" # theirs may, ours may not
real A tcp-inlet create private --at a --from 127.0.0.1:6009 \
  --to /dnsaddr/127.0.0.1/tcp/4200/service/forward_to_n1/secure/api/service/private >/dev/null
both_ways 6009
ockam tcp-inlet create --no-connection-wait --at n2 --from 6010 --to $r/service/forward_to_n1/secure/api/service/private
[ "$(python3 push.py 6010 2>&1 || true)" != intact ] || fail "an outlet let somebody else in"

for home in A B R; do real $home node delete --all --yes >/dev/null; done
all_gone
