# Sessions with a node go wrong in every way for some seconds: it serves whoever is honest throughout, and afterwards. A
# sanitizer that finds something ends the node.
ockam node create n1 --tcp-listener-address 127.0.0.1:4000 --allow-relays --open
serve 8000
ockam tcp-outlet create --at n1 --to 8000
python3 "$TESTS/fuzz/live.py" 4000 "${FUZZ_SECONDS:-6}"
is HELLO "$(ockam message send hello --to /node/n1/secure/api/service/uppercase)"
all_gone
