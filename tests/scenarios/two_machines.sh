# Two machines behind NAT, each in a network of its own with the same private address, and a project node that both can
# reach and that reaches neither: a ticket made on one lets the other in.
#   a 192.168.1.2 --- nat-a 10.0.0.2 --- hub 10.0.0.1 --- 10.0.0.3 nat-b --- 192.168.1.2 b
source "$TESTS/scenarios/routers.bash"
on_internet hub 10.0.0.1
behind_router a 10.0.0.2
behind_router b 10.0.0.3
# on MACHINE COMMAND...: ockam there, with a home of its own.
on() { OCKAM_HOME=$WORK/$1 ip netns exec "$1" "$OCKAM" "${@:2}"; }
! ip netns exec hub timeout 1 bash -c '</dev/tcp/192.168.1.2/22' 2>/dev/null || fail "a machine can be reached from outside"

on hub project create default --tcp-listener-address 10.0.0.1:4000 >/dev/null
on hub project information --output json >project.json
on hub project ticket --enroller --usage-count 1 >a.ticket

# -- without a ticket every step says what is missing
on b project import project.json >/dev/null
refused 69 "node b is not in project default" on b node create b --project default # which runs
for step in "project ticket" "relay create b --at /project/default --to b" \
  "message send hello --to /project/default/service/echo" "project-member list"; do
  refused 77 "" on b $step
  matches "no member|nauthorized|Non-enroller" "$(<"$WORK/stderr")"
done

# -- a lets b in
is default "$(on a project enroll a.ticket)"
on a project ticket --relay b --attribute role=server >b.ticket
is default "$(on b project enroll - <b.ticket)"
is /service/forward_to_b "$(on b relay create b --at /project/default --to b)"
mkdir www && echo "hello from b" >www/index.html
ip netns exec b python3 -m http.server --bind 127.0.0.1 --directory www 9000 >www.log 2>&1 &
on b tcp-outlet create --at b --to 127.0.0.1:9000 >/dev/null
on a node create a --project default
on a tcp-inlet create --at a --from 127.0.0.1:6000 \
  --to /project/default/service/forward_to_b/secure/api/service/outlet >/dev/null
eventually 10 ip netns exec a curl -sf http://127.0.0.1:6000/
is "hello from b" "$(ip netns exec a curl -s http://127.0.0.1:6000/)"
is HELLO "$(on a message send hello --to /project/default/service/forward_to_b/service/uppercase)"

# -- a ticket is for one
refused 77 "Unknown enrollment token" env OCKAM_HOME="$WORK/c" ip netns exec a "$OCKAM" project enroll b.ticket

for machine in a b hub; do on $machine node delete --all --yes >/dev/null; done
eventually 5 no_node_runs
