# Nodes from files: only what differs is changed, streams of the rest flow on, and what fails is taken back.
serve 9000
hello="hello from the web server"
python3 - 9009 <<'PY' &
import socket, sys, threading
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
def echo(client):
    while data := client.recv(4096): client.sendall(data)
while True: threading.Thread(target=echo, args=(server.accept()[0],), daemon=True).start()
PY
eventually 10 listening 9009

cat >two.yaml <<'YAML'
variables: { WEB_FROM: 6000 }
nodes:
  far:
    tcp-outlets:
      web: { to: 9000 }
      talk: { to: 9009 }
  near:
    tcp-inlets:
      web: { from: $WEB_FROM, to: /node/far/secure/api/service/web }
      talk: { from: 6009, to: /node/far/secure/api/service/talk }
YAML
ockam run two.yaml >"$WORK/out"
has "+ create node far" "$(<"$WORK/out")"
has "+ create tcp-inlet talk at near" "$(<"$WORK/out")"
has "= unchanged 0" "$(<"$WORK/out")"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6000)"

# a stream through one inlet lives through a change of the other one
exec 7<>/dev/tcp/127.0.0.1/6009
echo one >&7
read -r -t 5 line <&7
is one "$line"
ockam run two.yaml --variable WEB_FROM=6001 >"$WORK/out"
is "~ replace tcp-inlet web at near (from)
= unchanged 5" "$(<"$WORK/out")"
echo two >&7
read -r -t 5 line <&7
is two "$line"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6001)"

# the file says less: that goes, and the stream is still there
sed -i '/web: { from/d; s/WEB_FROM: 6000/WEB_FROM: 6001/' two.yaml
is "- remove tcp-inlet web at near
= unchanged 5" "$(ockam run two.yaml)"
listening 6001 && fail "a removed inlet listens"
echo three >&7
read -r -t 5 line <&7
is three "$line"

# a port that is taken: all is as before, and the error has the line
cp two.yaml broken.yaml
cp two.yaml kept.yaml
cat >>two.yaml <<'YAML'
      extra: { from: 6002, to: /node/far/service/web }
      taken: { from: 9000, to: /node/far/service/web }
YAML
refused 78 "two.yaml:11:7: " ockam run two.yaml
listening 6002 && fail "half of a file was applied"
refused 70 "not found" ockam tcp-inlet show extra --at near
cp kept.yaml two.yaml
is "= unchanged 5" "$(ockam run two.yaml)"
echo four >&7
read -r -t 5 line <&7
is four "$line"
exec 7>&-

# a node that is said no more is removed, with what it had
sed -i '/near:/,$d' two.yaml
has "- remove node near" "$(ockam run two.yaml)"
refused 70 "not found" ockam node show near

# a node of its own file; the command line counts more than the file
cat >office.yaml <<'YAML'
variables: { TARGET: 9000 }
name: office
tcp-listener-address: 127.0.0.1:4100
tcp-outlets:
  web: { to: $TARGET }
tcp-inlet: { from: 6003, to: /service/web }
YAML
is office "$(ockam node create office.yaml)"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6003)"
is office "$(ockam node create office.yaml)"
refused 70 "and has not what office.yaml says: ~ replace tcp-outlet" ockam node create office.yaml --variable TARGET=127.0.0.1:9009
ockam node delete office
is other "$(ockam node create other --configuration "$(<office.yaml)" --tcp-listener-address 127.0.0.1:4200 --variable TARGET=127.0.0.1:9000)"
has 127.0.0.1:4200 "$(ockam node show other)"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6003)"
# two nodes without a name from one text; a piped one; one that fails leaves no node
is "" "$(ockam node create '{"tcp-outlets": {"a": {"to": 9000}}}' | tr -d '0-9a-f\n')"
is piped "$(echo 'name: piped' | ockam node create -)"
refused 65 "Empty value for variable 'TARGET'" ockam node create office.yaml --variable TARGET=
refused 78 "office.yaml:6:12: " ockam node create office.yaml
refused 70 "not found" ockam node show office

# a hub, and the short way to what is behind it
ockam node create hub --tcp-listener-address 127.0.0.1:7000
is /dnsaddr/localhost/tcp/7000 "$(ockam hub set /dnsaddr/localhost/tcp/7000)"
is /service/forward_to_o "$(ockam relay create o --to other)"
is 127.0.0.1:6004 "$(ockam tcp-inlet create short --at far --from 6004 --via o --to web)"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6004)"
ockam hub unset
refused 70 "not found" ockam hub show

# in the foreground, for a service manager or a person: reads the file again when told, ends its nodes
cat >stay.yaml <<'YAML'
name: stays
tcp-inlet: { from: 6005, to: /node/other/service/web }
YAML
ockam run stay.yaml --blocking >"$WORK/stay.out" 2>"$WORK/stay.err" &
stays=$!
eventually 10 curl -sS --max-time 5 127.0.0.1:6005
sed -i s/6005/6006/ stay.yaml
kill -HUP $stays
eventually 10 curl -sS --max-time 5 127.0.0.1:6006
kill -TERM $stays
wait $stays
has DOWN "$(ockam node show stays)"
# and one node in the foreground
sed -i 's/stays/stays-too/; s/6006/6007/' stay.yaml
ockam node create stay.yaml --foreground 2>"$WORK/stay.err" &
stays=$!
eventually 10 curl -sS --max-time 5 127.0.0.1:6007
kill -TERM $stays
wait $stays
all_gone
