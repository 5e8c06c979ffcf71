# Relays are made, listed, shown, replaced and deleted.
ockam node create hub
ockam node create a
ockam node create b
is '[]' "$(ockam relay list --at hub --output json)"
is /service/forward_to_x "$(ockam relay create x --at /node/hub --to /node/a)"
name=$(ockam relay create --at /node/hub --to a)
matches '^/service/forward_to_[0-9a-f]{8}$' "$name"
for node in hub a; do has forward_to_x "$(ockam relay list --at $node)"; done
has forward_to_x "$(ockam relay show forward_to_x --at a)"
refused 70 "not found" ockam relay show forward_to_y --at a
ockam tcp-outlet create --at a --from /service/where --to 127.0.0.1:1 >/dev/null

# the newer registration of a name wins
serve 9001
mkdir b-www; echo "behind b" >b-www/index.html
serve 9002 b-www
ockam tcp-outlet create --at a --from web --to 127.0.0.1:9001
ockam tcp-outlet create --at b --from web --to 127.0.0.1:9002
ockam node create client
ockam tcp-inlet create --at client --from 6000 --to /node/hub/service/forward_to_x/service/web
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
is /service/forward_to_x "$(ockam relay create x --at /node/hub --to b)"
is "behind b" "$(curl -sS --max-time 10 127.0.0.1:6000)"

# a relay whose owner is gone is gone; who had the name before would have it again
ockam relay delete x --at a
ockam node stop b
x_is_gone() { ! ockam relay list --at hub --output json | grep -q forward_to_x; }
eventually 5 x_is_gone
refused 70 "no reply" ockam message send hello --to /node/hub/service/forward_to_x/service/echo --timeout 1
is HELLO "$(ockam message send hello --to "/node/hub$name/service/uppercase")"
ockam relay delete "${name#/service/}" --at a
refused 70 "not found" ockam relay delete "${name#/service/}" --at a
refused 69 "refused" ockam relay create y --at /ip4/127.0.0.1/tcp/1 --to a
refused 65 "at" ockam relay create y --at nowhere --to a
all_gone
