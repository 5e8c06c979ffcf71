# docs/sharing.md, web servers: a server that answers for its own host only is shared, as it is and by TLS with a root of its own;
# several requests of one connection, chunks and a WebSocket go through, and a request with two hosts ends with the reason.
say=$TESTS/scenarios/named_server.py
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" -addext subjectAltName=DNS:localhost \
  -keyout own.key -out own.pem 2>/dev/null
python3 "$say" 9100 localhost:9100 &
python3 "$say" 9443 localhost:9443 own.pem own.key &
eventually 20 listening 9100
eventually 20 listening 9443
# opened PORT ARGUMENT...: what is shared so, opened there.
opened() { ockam open "$(ockam share "${@:2}" 2>/dev/null)" --at "$1" >/dev/null 2>&1; }
ask() { curl -sS --max-time 20 "$@"; }

opened 6000 9100
has "not for ['localhost:6000']" "$(ask http://localhost:6000/)" # what it is for

opened 6001 9100 --http --name plain
opened 6002 https://localhost:9443 --name secured --tls-ca own.pem
for at in 6001:9100 6002:9443; do
  port=${at%:*} host=localhost:${at#*:}
  is "/a for $host
/b for $host" "$(ask "http://localhost:$port/a" "http://localhost:$port/b")"
  is 0 "$(ask -o /dev/null "http://localhost:$port/a" --next -o /dev/null -w '%{num_connects}' "http://localhost:$port/b")" # one connection
  head -c 300000 /dev/zero >body
  is "300000 bytes" "$(ask --data-binary @body "http://localhost:$port/")"
  is "300000 bytes" "$(ask -H 'Transfer-Encoding: chunked' --data-binary @body "http://localhost:$port/")"
  is "101 True" "$(python3 "$say" ask "$port")"
done
is reset "$(python3 "$say" twice 6001)"
has "Refused last: HTTP: two hosts in one request" "$(ockam tcp-outlet show share-plain)"
is "/c for localhost:9100" "$(ask http://localhost:6001/c)"

refused 65 "is a page, and a share is a server" ockam share https://localhost:9443/a
refused 65 "--tls-ca is of TLS" ockam share http://localhost:9100 --tls-ca own.pem
refused 65 "http-host is no host" ockam tcp-outlet create bad --to 1 --http-host "a b"

# -- an outlet by itself, in an exported file and after a restart
ockam node create n9 >/dev/null
ockam tcp-outlet create named --at n9 --to 9100 --http-host localhost:9100 >/dev/null
has "http-host: localhost:9100" "$(ockam export n9)"
ockam node stop n9 >/dev/null
ockam node start n9 >/dev/null
has "To TCP: 127.0.0.1:9100, requests are for localhost:9100" "$(ockam tcp-outlet show named --at n9)"

# -- more requests than there is credit for, some of which become longer and some shorter
python3 "$say" count 9101 a.example &
eventually 20 listening 9101
ockam tcp-outlet create counted --at n9 --to 9101 --http-host a.example >/dev/null
ockam node create n10 >/dev/null
ockam tcp-inlet create counted --at n10 --from 6003 --to /node/n9/service/counted >/dev/null 2>&1
is "100000 True" "$(python3 "$say" many 6003 100000)"
