# Our nodes as members of a project that the real Ockam runs: its authority, its project
# node, its enroller. Spec wire §10.2.
source "$TESTS/interop/real.sh"
# ours HOME COMMAND...: our command of another home.
ours() { OCKAM_HOME=$WORK/ours/$1 "$OCKAM" "${@:2}"; }
known() { real "$1" identity show "$2" "${@:3}" | tail -1; }

# -- the project, all of it real
real enroller identity create enroller >/dev/null
real authority identity create authority >/dev/null
real project identity create project >/dev/null
real authority authority create --tcp-listener-address 127.0.0.1:4300 --project-identifier proj1 --identity authority \
  --trusted-identities "{\"$(known enroller enroller)\":{\"ockam-role\":\"enroller\"}}" >/dev/null
authority=$(known authority authority --full --encoding hex)
real project node create project --tcp-listener-address 127.0.0.1:4200 --identity project \
  --authority-identity "$authority" >/dev/null
real project service start hop --at project --addr proj1 >/dev/null
cat >project.json <<J
{"id": "proj1", "name": "proj1", "space_name": "s", "users": [], "space_id": "s1", "version": null, "running": true,
 "access_route": "/dnsaddr/127.0.0.1/tcp/4200/service/proj1/service/api", "identity": "$(known project project)",
 "authority_access_route": "/dnsaddr/127.0.0.1/tcp/4300/service/api", "authority_identity": "$authority",
 "project_change_history": "$(known project project --full --encoding hex)", "operation_id": null, "user_roles": []}
J
real enroller project import --project-file project.json >/dev/null
# ticket NAME ATTRIBUTE...: made by the real enroller
ticket() {
  real enroller project ticket --project proj1 --identity enroller --skip-controller-call "${@:2}" | tail -1 >"$1"
}

# -- without a ticket nothing works, and the error says what is missing
ours stranger project import project.json >/dev/null
refused 69 "node s is not in project proj1" ours stranger node create s --project proj1
refused 77 "is no member of project proj1" ours stranger relay create s --at /project/proj1 --to s
has "ockam project enroll TICKET" "$(<"$WORK/stderr")"
refused 77 "is no member of project proj1" ours stranger message send hello --to /project/proj1/service/echo
refused 77 "the authority of project proj1 says: " ours stranger project ticket

# -- b becomes a member, and can be reached through the real project node
ticket b.ticket --relay b --attribute role=server
is proj1 "$(ours b project enroll b.ticket)"
is '"server"' "$(ours b enroll b.ticket --output json | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["attributes"]["role"]))')"
is HELLO "$(ours b message send hello --to /project/proj1/service/uppercase)"
ours b node create b --project project.json
is /service/forward_to_b "$(ours b relay create b --at /project/proj1 --to b)"
refused 75 "no confirmation from the relay service" ours b relay create c --at /project/proj1 --to b # not its name

# -- a ticket is for one, and the real authority says so
refused 77 "Unknown enrollment token" ours c project enroll b.ticket

# -- a becomes a member when its node is created, and reaches b through the project
ticket a.ticket --attribute role=client
ENROLLMENT_TICKET=a.ticket ours a node create a
is HELLO "$(ours a message send hello --to /project/default/service/forward_to_b/service/uppercase)"
is HELLO "$(ours a message send hello --from a --to /project/proj1/service/forward_to_b/secure/api/service/uppercase)"
serve 9000
ours b tcp-outlet create --at b --to 127.0.0.1:9000 >/dev/null
ours a tcp-inlet create --at a --from 6000 --to /project/proj1/service/forward_to_b/secure/api/service/outlet >/dev/null
has "hello from the web server" "$(curl -s http://127.0.0.1:6000/)"

# -- started again, it is what it was
ours b node stop b >/dev/null
ours b node start b >/dev/null
relay_is_up() { ours b relay show b --at b | grep 'Status: up' >/dev/null; }
eventually 15 relay_is_up

# -- a real member talks to ours through its own project
ticket r.ticket --attribute role=client
real member project enroll "$(<r.ticket)" >/dev/null
is HELLO "$(real member message send hello --to /project/proj1/service/forward_to_b/service/uppercase)"

for home in stranger a b; do ours $home node delete --all --yes >/dev/null; done
for home in project authority member; do real $home node delete --all --yes >/dev/null || true; done
all_gone
