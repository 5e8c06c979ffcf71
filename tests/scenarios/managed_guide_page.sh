# The guide page's managed relay and portal, as they stand there, in an empty home: without an account, and without
# another machine.
python3 -m http.server --bind 127.0.0.1 9000 >www.log 2>&1 &
eventually 10 listening 9000

ockam project information --output json > project.json

ockam node create n1 --project project.json
ockam node create n3 --project project.json

is /service/forward_to_n3 "$(ockam forwarder create n3 --at /project/default --to /node/n3)"

is HELLO "$(ockam message send hello --to /project/default/service/forward_to_n3/service/uppercase)"

ockam tcp-outlet create --at /node/n3 --from /service/outlet --to 127.0.0.1:9000
ockam tcp-inlet create --at /node/n1 --from 127.0.0.1:6000 \
    --to /project/default/service/forward_to_n3/service/outlet

has "HTTP/1.0 200 OK" "$(curl -s --head 127.0.0.1:6000)"

# The project is an ordinary node: it goes with the others, and comes back with the same members when it is used.
before=$(<project.json)
has project-default "$(ockam node list)"
ockam node delete --all --yes >/dev/null
is 0 "$(nodes_running)"
ockam project information --output json >project.json
is "$before" "$(<project.json)"
ockam node create n3 --project project.json
is /service/forward_to_n3 "$(ockam forwarder create n3 --at /project/default --to /node/n3)"
is HELLO "$(ockam message send hello --to /project/default/service/forward_to_n3/service/uppercase)"
all_gone
