# docs/tls.md: an outlet speaks TLS to its server, which has to prove its name; an inlet speaks TLS to its clients, with a
# certificate that is read anew when it changes. Certificates that are no good are refused with the reason. TLS_BYTES says how many
# bytes go each way, a multiple of 256.
bytes=${TLS_BYTES:-33554432}
say=$TESTS/scenarios/tls_server.py
# signed NAME DAYS [FILE]: a certificate for that name by the root ca.pem, as FILE.pem and FILE.key.
signed() {
  local file=${3:-$1}
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$file.key" -out "$file.csr" 2>/dev/null
  openssl x509 -req -in "$file.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$2" -out "$file.pem" \
    -extfile <(echo "subjectAltName=DNS:$1") 2>/dev/null
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=a root" -keyout ca.key -out ca.pem 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=alone.example" -addext subjectAltName=DNS:alone.example \
  -keyout alone.key -out alone.pem 2>/dev/null
signed other.example 1
signed web.example 1
signed old.example -1
python3 "$say" 9443 $(for each in other web old alone; do echo "$each.example=$each.example.pem,$each.example.key"; done |
  sed 's/=alone.example.pem,alone.example.key/=alone.pem,alone.key/') &
eventually 20 listening 9443
ockam node create n1
ockam node create n2
# portal NAME PORT OPTION...: an outlet called so with those options, and an inlet at PORT.
portal() {
  ockam tcp-outlet create "$1" --at n1 --to localhost:9443 --tls "${@:3}" >/dev/null
  ockam tcp-inlet create "$1" --at n2 --from "$2" --to "/node/n1/service/$1" >/dev/null 2>&1
}

# -- plain clients reach a server that speaks TLS: it hears the name, and shows the certificate for it
portal web 6000 --tls-server-name web.example --tls-ca ca.pem
is "hello from web.example" "$(curl -sS --max-time 10 http://localhost:6000/)"
matches '"tls": true' "$(ockam tcp-outlet show web --at n1 --output json)"
has "To TCP: localhost:9443, by TLS" "$(ockam tcp-outlet show web --at n1)"

# -- who can not prove that name is not reached, and the outlet says why
# distrusted NAME PORT WHY OPTION...
distrusted() {
  portal "$1" "$2" "${@:4}"
  ! curl -sS --max-time 10 "http://localhost:$2/" >/dev/null 2>&1 || fail "$1 was reached"
  has "Refused last: TLS with localhost:9443: its certificate is not accepted: $3" "$(ockam tcp-outlet show "$1" --at n1)"
}
distrusted wrong 6001 "hostname mismatch" --tls-ca ca.pem # it is for other.example, and not for localhost
has "warning TLS with localhost:9443: its certificate is not accepted: hostname mismatch" "$(cat "$(ockam node logs n1)")"
distrusted old 6002 "certificate has expired" --tls-ca ca.pem --tls-server-name old.example
distrusted alone 6003 "self-signed certificate" --tls-ca ca.pem --tls-server-name alone.example
distrusted unknown 6004 "unable to get local issuer certificate" --tls-server-name web.example
serve 9000
ockam tcp-outlet create no-tls --at n1 --to 9000 --tls --tls-ca ca.pem >/dev/null
ockam tcp-inlet create no-tls --at n2 --from 6005 --to /node/n1/service/no-tls >/dev/null 2>&1
! curl -sS --max-time 10 http://localhost:6005/ >/dev/null 2>&1 || fail "an answer without TLS"
has "is it TLS that is spoken there?" "$(cat "$(ockam node logs n1)")"

# -- an inlet with a certificate: clients speak TLS to it
signed inlet.example 1
cp inlet.example.pem now.pem && cp inlet.example.key now.key
ockam tcp-inlet create own --at n2 --from 6443 --to /node/n1/service/web --tls-cert now.pem --tls-key now.key >/dev/null 2>&1
# secure PORT NAME PATH OPTION...
secure() { curl -sS --max-time 120 --cacert ca.pem --connect-to "$2:443:localhost:$1" "https://$2/$3" "${@:4}"; }
is "hello from web.example" "$(secure 6443 inlet.example "")"
! secure 6443 else.example "" 2>/dev/null || fail "a certificate for another name was taken"
! curl -sS --max-time 10 http://localhost:6443/ 2>/dev/null || fail "it speaks without TLS"

# -- who connects and says nothing keeps nobody out
cat >silent.py <<'P'
import socket, sys
kept = [socket.create_connection(("127.0.0.1", 6443), 20) for _ in range(300)]
print("held", flush=True)
sys.stdin.read()
P
mkfifo hold
python3 silent.py <hold >held.txt &
exec 7>hold
eventually 20 grep -q held held.txt
is "hello from web.example" "$(secure 6443 inlet.example "")"
exec 7>&-

# -- bytes both ways are the same, with more than fits anywhere on the way; each direction ends by itself
head -c "$bytes" /dev/urandom >sent
is "$(sha256sum <sent | cut -d' ' -f1)" "$(secure 6443 inlet.example there -T sent)"
is "$(python3 -c 'import hashlib, sys; print(hashlib.sha256(bytes(range(256)) * (int(sys.argv[1]) // 256)).hexdigest())' "$bytes")" \
  "$(secure 6443 inlet.example "bytes/$bytes" | sha256sum | cut -d' ' -f1)"
python3 "$say" half 9444 web.example.pem,web.example.key &
eventually 20 listening 9444
ockam tcp-outlet create half --at n1 --to localhost:9444 --tls --tls-ca ca.pem --tls-server-name web.example >/dev/null
ockam tcp-inlet create half --at n2 --from 6006 --to /node/n1/service/half >/dev/null 2>&1
is "$(sha256sum <sent | cut -d' ' -f1)" "$(python3 - <<'P'
import socket
client = socket.create_connection(("127.0.0.1", 6006), 20)
client.sendall(open("sent", "rb").read())
client.shutdown(socket.SHUT_WR)
print(client.makefile().read().strip())
P
)"

# -- a new certificate is shown to who comes next; one that is no good is not taken, and the log says so
serial() { openssl s_client -connect localhost:6443 -servername inlet.example </dev/null 2>/dev/null | openssl x509 -noout -serial; }
before=$(serial)
signed inlet.example 1 next
echo nothing >now.pem
is "$before" "$(serial)"
no_good() { grep -q "inlet own goes on with the certificate it has: .*now.pem: has no certificate" "$(ockam node logs n2)"; }
eventually 10 no_good
cp next.key now.key && cp next.pem now.pem
renewed() { [ "$(serial)" != "$before" ]; }
eventually 10 renewed
is "hello from web.example" "$(secure 6443 inlet.example "")"

# -- all of it is there again when the nodes are
for each in n1 n2; do ockam node stop $each && ockam node start $each; done >/dev/null
again() { [ "$(secure 6443 inlet.example "" 2>/dev/null)" == "hello from web.example" ]; }
eventually 20 again
ockam export n1 >exported.yaml
has "tls-server-name: web.example" "$(<exported.yaml)"

# -- in a file
cat >portal.yaml <<Y
nodes: [n3]
tcp-outlets: {filed: {to: localhost:9443, at: n3, tls: true, tls-ca: ca.pem, tls-server-name: web.example}}
tcp-inlets: {filed: {from: 6444, to: /node/n3/service/filed, at: n3, tls-cert: next.pem, tls-key: next.key}}
Y
ockam config check portal.yaml >/dev/null
ockam run portal.yaml >/dev/null 2>&1
is "hello from web.example" "$(secure 6444 inlet.example "")"

# -- what is wrong with them is said when they are made
refused 65 "tls-ca and tls-server-name are of TLS" ockam tcp-outlet create bad --at n1 --to 1 --tls-ca ca.pem
refused 65 "a certificate and its key go together" ockam tcp-inlet create bad --at n2 --to /node/n1/service/web --tls-cert now.pem
refused 70 "there is no file $PWD/none.pem" ockam tcp-outlet create bad --at n1 --to 1 --tls --tls-ca none.pem
refused 65 "$PWD/now.key: has no certificates" ockam tcp-outlet create bad --at n1 --to 1 --tls --tls-ca now.key
refused 65 "$PWD/ca.key: " ockam tcp-inlet create bad --at n2 --to /node/n1/service/web --tls-cert now.pem --tls-key ca.key
ockam tcp-outlet show bad --at n1 >/dev/null 2>&1 && fail "an outlet is left of one that was refused"
all_gone
