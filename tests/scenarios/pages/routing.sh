# Routing.
source "$TESTS/scenarios/pages/page.bash"

page 2023-04
ockam reset -y
ockam node create n1
is "Hello Ockam!" "$(ockam message send 'Hello Ockam!' --to /node/n1/service/echo)"
is hello "$(ockam message send hello --to /node/n1/service/hop/service/echo)"
is hello "$(ockam message send hello --to /node/n1/service/hop/service/hop/service/echo)"
ockam node create n2 --tcp-listener-address=127.0.0.1:7000
ockam node create n3 --tcp-listener-address=127.0.0.1:8000
ockam tcp-connection create --from n1 --to 127.0.0.1:7000
ockam tcp-connection create --from n2 --to 127.0.0.1:8000
first=$(connection_of n1)
second=$(ockam tcp-connection list --node n2 | grep 127.0.0.1:8000 | grep -o '0#[0-9a-f]*' | cut -c 3-)
is HELLO "$(ockam message send hello --from n1 --to /worker/$first/worker/$second/service/uppercase)"

page 2023-06 2023-09 2025-07
ockam reset -y
ockam node create n1
is "Hello Ockam!" "$(ockam message send 'Hello Ockam!' --to /node/n1/service/echo)"
ockam service start hop --addr h1
is hello "$(ockam message send hello --to /node/n1/service/h1/service/echo)"
ockam service start hop --addr h2
is hello "$(ockam message send hello --to /node/n1/service/h1/service/h2/service/echo)"
ockam node create n2 --tcp-listener-address=127.0.0.1:7000
ockam node create n3 --tcp-listener-address=127.0.0.1:8000
ockam service start hop --at n2
first=$(ockam tcp-connection create --from n1 --to 127.0.0.1:7000)
second=$(ockam tcp-connection create --from n2 --to 127.0.0.1:8000)
is HELLO "$(ockam message send hello --from n1 --to /worker/${first##*/}/service/hop/worker/${second##*/}/service/uppercase)"
