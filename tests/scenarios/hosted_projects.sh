# A project on the user's own machine: the guide page's managed part in an empty home, and a project's node that comes
# back as the same one however it ended.
field() { sed -n "s/^ *\"$1\": \"\(.*\)\",\?$/\1/p"; }
identity_of() {
  local all=$(cat)
  is 1 "$(field access_route <<<"$all" | wc -l)"
  echo "$(field access_route <<<"$all") $(field identity <<<"$all")"
}

# -- the guide page
serve 5000
ockam project information --output json >project.json 2>notes
has "made project default on this machine; its node is project-default" "$(<notes)"
ockam node create n2 --project project.json
ockam node create n3 --project project.json
is /service/forward_to_n3 "$(ockam forwarder create n3 --at /project/default --to /node/n3)"
is HELLO "$(ockam message send hello --to /project/default/service/forward_to_n3/service/uppercase)"
ockam tcp-outlet create --at /node/n3 --from /service/outlet --to 127.0.0.1:5000
ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to /project/default/service/forward_to_n3/secure/api/service/outlet
has "200 OK" "$(curl -s --head 127.0.0.1:6000)"

# -- a stranger gets nowhere
stranger() { OCKAM_HOME=$WORK/stranger ockam "$@"; }
stranger project import project.json >/dev/null
refused 77 "is no member of project default" \
  stranger message send hello --to /project/default/service/forward_to_n3/service/uppercase
address=$(python3 -c 'import json; print(json.load(open("project.json"))["access_route"].split("/service/")[0])')
beside refused 70 "no reply" stranger message send hello --timeout 1s --to "$address/service/forward_to_n3/service/uppercase"
beside refused 70 "no reply" stranger message send hello --timeout 1s \
  --to "$address/secure/api/service/forward_to_n3/service/uppercase"

# -- a ticket lets it in, with the name that the ticket says
ockam project ticket --relay s >ticket
stranger project enroll ticket >/dev/null
stranger node create s --project default >/dev/null
is /service/forward_to_s "$(stranger relay create s --at /project/default --to s)"
refused 77 "this member's ticket allows relay s, and not t" stranger relay create t --at /project/default --to s
is HELLO "$(ockam message send hello --to /project/default/service/forward_to_s/service/uppercase)"
stranger node delete --all

joined

# -- stopped, killed, deleted: it is the same one again
before=$(identity_of <project.json)
members=$(ockam project-member list)
same() {
  is "$before" "$(ockam project information --output json | identity_of)"
  is "$members" "$(ockam project-member list)"
}
ockam node stop project-default
ockam node start project-default
same
killed=$(pgrep -f 'ockam.* node create .*project-default')
kill -9 "$killed"
eventually 5 eval '! kill -0 "$killed" 2>/dev/null' # it may hold its lock for a moment longer than its port
ockam node start project-default
same
ockam node delete --all
is "" "$(ls -A "$OCKAM_HOME/nodes")"
has hello "$(ockam message send hello --to /project/default/service/echo 2>notes)"
has "Started node project-default of project default again" "$(<notes)"
same
refused 73 "already" ockam project create
ockam project delete default >/dev/null # forgets it, and nothing else
same

# -- many at once make one
ockam reset -y >/dev/null
for i in 1 2 3 4; do ockam project information --output json >"p$i" 2>/dev/null & pids="${pids:-} $!"; done
for pid in $pids; do wait "$pid"; done
for i in 2 3 4; do is "$(<p1)" "$(<"p$i")"; done

# -- an authority apart, and a project of another name
me=$(ockam identity show | grep -o 'I[0-9a-f]\{64\}' | head -1)
ockam authority create --tcp-listener-address 127.0.0.1:4400 --project-identifier p7 \
  --trusted-identities "{\"$me\": {\"ockam-role\": \"enroller\"}}"
services=$(ockam service list --at authority)
has credential_issuer "$services"
kill -9 "$(pgrep -f 'ockam.* node create .*authority$')" # and it is one again afterwards, at the same port
eventually 5 bash -c "! pgrep -f 'ockam.* node create .*authority\$'"
ockam node start authority >/dev/null
is "$services" "$(ockam service list --at authority)"
has 127.0.0.1:4400 "$(ockam node show authority)"
is authority "$(ockam authority create --project-identifier p7 --trusted-identities '{}')" # it is there
refused 73 "is here already, with another project-identifier" ockam authority create --project-identifier p8 --trusted-identities '{}'
refused 65 "is no identifier" ockam authority create a2 --project-identifier p7 --trusted-identities '{"me": {}}'
refused 65 "add --access-host" ockam project create office --tcp-listener-address 0.0.0.0:4500
is office "$(ockam project create office --tcp-listener-address 127.0.0.1:4500 --access-host localhost)"
is hello "$(ockam message send hello --to /project/office/service/echo)"
all_gone
