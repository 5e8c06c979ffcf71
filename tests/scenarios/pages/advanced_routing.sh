# Relays and portals.
source "$TESTS/scenarios/pages/page.bash"
serve 9000

page 2023-04
ockam node create n2 --tcp-listener-address=127.0.0.1:7000
ockam node create n3
is /service/forward_to_n3 "$(ockam forwarder create n3 --at /node/n2 --to /node/n3)"
ockam node create n1
ockam tcp-connection create --from n1 --to 127.0.0.1:7000
worker=$(connection_of n1)
is HELLO "$(ockam message send hello --from n1 --to /service/$worker/service/forward_to_n3/service/uppercase)"
ockam tcp-outlet create --at n3 --from /service/outlet --to 127.0.0.1:9000
ockam tcp-inlet create --at n1 --from 127.0.0.1:6000 \
    --to /service/$worker/service/forward_to_n3/service/outlet
shows_head 6000

page 2023-06 2023-09 2025-07
ockam node create n2 --tcp-listener-address=127.0.0.1:7000
ockam node create n3
ockam service start hop --at n3
ockam relay create n3 --at /node/n2 --to /node/n3
ockam node create n1
worker=$(ockam tcp-connection create --from n1 --to 127.0.0.1:7000)
worker=${worker##*/}
is HELLO "$(ockam message send hello --from n1 --to /worker/$worker/service/forward_to_n3/service/uppercase)"
ockam tcp-outlet create --at n3 --from /service/outlet --to 127.0.0.1:9000
ockam tcp-inlet create --at n1 --from 127.0.0.1:6000 \
    --to /worker/$worker/service/forward_to_n3/service/hop/service/outlet
shows_head 6000
