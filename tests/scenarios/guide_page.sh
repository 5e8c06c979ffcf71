# The guide page "Relays and Portals", word for word: relay, then portal.
ockam node create n2 --tcp-listener-address=127.0.0.1:7000
ockam node create n3
is /service/forward_to_n3 "$(ockam forwarder create n3 --at /node/n2 --to /node/n3)"
ockam node create n1
ockam tcp-connection create --from n1 --to 127.0.0.1:7000 >created
matches '^/service/[0-9a-f]{32}$' "$(<created)"
ockam tcp-connection list --node n1 >table
line='+----------------------------------+----------------+-------------------+----------------+------------------------------------+'
is "$line" "$(sed -n 1p table)"
is '| Transport ID                     | Transport Type | Mode              | Socket address | Worker address                     |' "$(sed -n 2p table)"
is "$line" "$(sed -n 3p table)"
matches '^\| [0-9a-f]{32} \| TCP            \| Remote connection \| 127\.0\.0\.1:7000 \| 0#[0-9a-f]{32} \|$' "$(sed -n 4p table)"
is "$line" "$(sed -n 5p table)"
is 5 "$(wc -l <table)"
worker=$(sed -n '4s/.*0#\([0-9a-f]*\).*/\1/p' table)
is "/service/$worker" "$(<created)"
is HELLO "$(ockam message send hello --from /node/n1 --to /service/$worker/service/forward_to_n3/service/uppercase)"

serve 9000
is /service/outlet "$(ockam tcp-outlet create --at /node/n3 --from /service/outlet --to 127.0.0.1:9000)"
is 127.0.0.1:6000 "$(ockam tcp-inlet create --at /node/n1 --from 127.0.0.1:6000 \
  --to /service/$worker/service/forward_to_n3/service/outlet)"
has 'HTTP/1.0 200 OK' "$(curl -sS --max-time 10 --head 127.0.0.1:6000)"
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
all_gone
is "" "$(ss -Hltn | grep -v ':9000 ' || true)"
