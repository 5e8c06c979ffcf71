# The real Ockam as a member of our project: it enrolls with our tickets, its relay and its
# portal go through our project's node, and what it may not it does not get. Spec wire §10.2.
source "$TESTS/interop/real.sh"
field() { python3 -c 'import json,sys; print(json.load(sys.stdin)'"$1"')'; }
serve 9000

ockam project create >/dev/null 2>&1
ockam project information --output json >project.json
real B project import --project-file project.json >/dev/null
b_is=$(real B project enroll "$(ockam project ticket --relay b --attribute role=server)" --output json | field '["identity"]["identifier"]')
role=$(real A project enroll "$(ockam project ticket --attribute role=client)" --output json | field '["credential"]["attributes"]["role"]')
is client "$role"
has "$b_is" "$(ockam project-member list)"
used=$(ockam project ticket)
real C project enroll "$used" >/dev/null
! real D project enroll "$used" >/dev/null || fail "a ticket was used twice"

# -- its relay, its portal, its policy
real B node create b >/dev/null
real B tcp-outlet create --at b --to 127.0.0.1:9000 --allow '(= subject.role "client")' >/dev/null
real B relay create b --at /project/default --to b >/dev/null
has forward_to_b "$(ockam relay list --at project-default)"
real A node create a >/dev/null
real A tcp-inlet create in --at a --from 127.0.0.1:6001 --to /project/default/service/forward_to_b/secure/api/service/outlet >/dev/null
eventually 10 curl -sf 127.0.0.1:6001
has hello "$(curl -s 127.0.0.1:6001)"
is HELLO "$(ockam message send hello --to /project/default/service/forward_to_b/service/uppercase)"

# -- what it may not: another name, a portal without the attribute
timeout 5 bash -c "$(declare -f real); WORK=$WORK rs=$rs real B relay create other --at /project/default --to b" >/dev/null || true
has "ticket allows relay b, and not other" "$(<"$OCKAM_HOME/nodes/project-default/log")"
is "" "$(ockam relay list --at project-default | grep forward_to_other || true)"
real C node create c >/dev/null
real C tcp-inlet create in --at c --from 127.0.0.1:6002 --to /project/default/service/forward_to_b/secure/api/service/outlet >/dev/null
[ -z "$(curl -s --max-time 3 127.0.0.1:6002 || true)" ] || fail "the outlet let somebody in that has no role"

# -- a member that is removed loses its relay at once
ockam project-member delete "$b_is" >/dev/null
is "" "$(ockam relay list --at project-default | grep forward_to_b || true)"
has "$b_is is no member of the project any more" "$(<"$OCKAM_HOME/nodes/project-default/log")"

for home in A B C; do real $home node delete --all --yes >/dev/null; done
all_gone
