# Who watches a node without commands: pages on a port, for probes and for Prometheus.
page() { curl -s --max-time 5 "http://127.0.0.1:$port/$1"; }
code() { curl -s -o /dev/null -w '%{http_code}' --max-time 5 "${@:2}" "http://127.0.0.1:$port/$1"; }
ready() { [ "$(code readyz)" == 200 ]; }
not_ready() { [ "$(code readyz)" == 503 ]; }
value() { page metrics | grep -v '^#' | grep -F "$1 " | sed 's/.* //'; }
port=9100
ockam node create hub --tcp-listener-address 127.0.0.1:7000
ockam node create n1 --status-port $port
has "Status Port: http://127.0.0.1:9100" "$(script -qec 'ockam node show n1' /dev/null || ockam node show n1)"
is 200 "$(code healthz)"
ready
is 200 "$(code "" --head)"
is 404 "$(code nothing)"
is 405 "$(code healthz -X DELETE)"
is n1 "$(page show | python3 -c 'import json,sys; print(json.load(sys.stdin)["name"])')"
is default "$(page show | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity_name"])')"

# A portal is counted, byte by byte.
serve 9000
ockam tcp-outlet create --at n1 --to 9000 >/dev/null
ockam tcp-inlet create --at n1 --from 6000 --to /service/outlet >/dev/null
is "hello from the web server" "$(curl -s http://127.0.0.1:6000/)"
is 1 "$(value 'ockam_portal_streams_total{side="inlet"}')"
is 1 "$(value 'ockam_portal_streams_total{side="outlet"}')"
[ "$(value 'ockam_portal_sent_bytes_total{side="inlet"}')" -gt 200 ]
is "$(value 'ockam_portal_sent_bytes_total{side="inlet"}')" "$(value 'ockam_portal_received_bytes_total{side="outlet"}')"
[ "$(value process_resident_memory_bytes)" -gt 1000000 ]
is 0 "$(page metrics | grep -vcE '^# (HELP|TYPE) (ockam|process)_[a-z_]+ .+$|^(ockam|process)_[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+0-9.e]+$' || true)"

# It is ready while all that it keeps alive is up.
ockam relay create n1 --at /node/hub --to /node/n1 >/dev/null
eventually 10 ready
ockam node stop hub
eventually 30 not_ready
has '"kind": "relays"' "$(page readyz)"
ockam node start hub >/dev/null
eventually 30 ready

# The port stays when the node starts again, and a free one is found for 0.
ockam node stop n1
ockam node start n1 >/dev/null
is 200 "$(code healthz)"
ockam node create n2 --status-port 0
matches '"http_server_address": "127.0.0.1:[1-9][0-9]+"' "$(ockam node show n2 --output json)"

# One that is taken, or makes no sense, fails the node, which then is not there.
refused 74 "status port: cannot listen on 127.0.0.1:9100" ockam node create n3 --status-port 9100
refused 65 "malformed endpoint" ockam node create n3 --status-port http
refused 70 "n3" ockam node show n3
all_gone
