# docs/sharing.md: its own lines on three machines, two of them behind routers of their own; then what bad links, names and ports
# are told, what a guest may not, and how soon an open WebSocket is cut.
#   home 192.168.1.2 --- nat-home 203.0.113.2 --- vps 203.0.113.10 --- 203.0.113.3 nat-laptop --- 192.168.1.2 laptop
source "$TESTS/scenarios/routers.bash"
on_internet vps 203.0.113.10
behind_router home 203.0.113.2
behind_router laptop 203.0.113.3

# on MACHINE[:HOME] COMMAND...: there, in a directory and a home of its own.
on() {
  mkdir -p "$WORK/$1"
  (cd "$WORK/$1" && OCKAM_HOME=$WORK/$1/.ockam exec ip netns exec "${1%%:*}" "${@:2}")
}
# type_in MACHINE [SECTION]: each line of the page's blocks that begin with "# SECTION", as somebody types them.
type_in() {
  local line said
  while IFS= read -r line; do
    said=$(on "$1" bash -c "$line" 2>&1) || fail "on $1: $line: $said"
    printf '%-7s$ %s\n%s\n' "$1" "$line" "$said"
  done < <(awk -v name="# ${2:-on $1}" '
    /^```/ { within = !within; mine = 0; next }
    within && !mine && $0 == name { mine = 1; next }
    within && mine { print }' "$TESTS/../docs/sharing.md")
}
# field NAME: of an object in JSON.
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
page() { on laptop curl -sS --max-time 5 "http://localhost:$1/"; }
# watch NAME PORT: a WebSocket there; watched/NAME has when it ended.
watch() {
  on laptop python3 "$TESTS/scenarios/websocket.py" listen "$2" >"$WORK/watched.$1" &
  eventually 20 grep -q open "$WORK/watched.$1"
}
# cut_at NAME: when it ended.
cut_at() {
  eventually 20 grep -q '[0-9]' "$WORK/watched.$1"
  tail -1 "$WORK/watched.$1"
}
# within LEAST MOST WHAT SECONDS
within() {
  awk -v a="$1" -v b="$2" -v it="$4" 'BEGIN { exit !(a <= it && it <= b) }' || fail "$3 after $4 s, wanted $1 to $2"
  echo "$3 after $4 s"
}
on home python3 "$TESTS/scenarios/websocket.py" serve 8080 &
eventually 20 on home bash -c '</dev/tcp/127.0.0.1/8080'

# -- the page; the laptop is a member already, which changes nothing
type_in vps
on vps ockam ticket --expires-in 1h >laptop.ticket
mkdir -p "$WORK/home" "$WORK/laptop"
cp "$WORK/vps/home.ticket" "$WORK/home"
on laptop ockam enroll "$WORK/laptop.ticket" >/dev/null
began=$EPOCHREALTIME
type_in home
cp "$WORK/home/web.link" "$WORK/laptop"
type_in laptop
is "a page at home" "$(page 8080)"
link=$(<"$WORK/home/web.link")
echo "a link of ${#link} letters; from the ticket to the page $(awk "BEGIN { print $EPOCHREALTIME - $began }") s"
is 114 ${#link}
is "127.0.0.1:8080" "$(on laptop ockam open "$link")" # again: nothing changes
matches '"opened": true' "$(on home ockam share list --output json)"

# -- one whose time is over soon, looked at below
brief=$(on home ockam share 8080 --name brief --for 5s --output json)
over=$(field expires_at <<<"$brief")
on laptop ockam open "$(field link <<<"$brief")" --at 8083 >/dev/null 2>&1
watch brief 8083

# -- what was used, changed, or is no link
refused 77 "the link was used" on laptop:second ockam open "$link"
letter=${link:60:1}
refused 65 "a letter of it was changed" on laptop ockam open "${link:0:60}$([ "$letter" = x ] && echo y || echo x)${link:61}"
refused 65 "this is no link" on laptop ockam open "${link:0:60}"
refused 65 "this is no link" on laptop ockam open http://example.net
refused 65 "is no name of a share" on home ockam share 8080 --name "my web"
refused 65 "is no name of a share" on home ockam share 8080 --name a/b
refused 73 "web is shared already" on home ockam share 8080 --name web
refused 77 "may let nobody in to project" on laptop ockam share 8080

# -- a guest reaches what was shared, and nothing else at home
on home ockam tcp-outlet create private --to 8080 >/dev/null
guest=$(on laptop ockam open "$link" --output json | field node)
shared=$(on home ockam tcp-outlet list --output json | grep -o '"address": "share-web-[0-9]*' | cut -d'"' -f4)
# reach NODE PROJECT PORT WAY: the page, if that way leads there.
reach() {
  on laptop ockam tcp-inlet create "at-$3" --at "$1" --from "127.0.0.1:$3" --timeout 1s --any-peer \
    --to "/project/$2/service/forward_to_home/$4" >/dev/null 2>&1 || true
  on laptop curl -sS --max-time 2 "http://localhost:$3/" 2>&1 || true
}
no_way() { ! grep -q "a page at home" <<<"$(reach "$guest" "$guest" $1 $2)" || fail "a guest used what nobody shared, by $2"; }
is "a page at home" "$(reach "$guest" "$guest" 9000 "secure/api/service/$shared")"
beside no_way 9001 secure/api/service/private
beside no_way 9002 service/private
beside no_way 9003 "service/$shared"
on laptop ockam node create member >/dev/null
is "a page at home" "$(reach member default 9004 service/private)" # whoever is no guest may
joined

# -- a port that is taken: the link is kept, and opens elsewhere
second=$(on home ockam share 8080 --name second)
refused 74 "--at PORT" on laptop ockam open "$second" --at 8080
is "127.0.0.1:8081" "$(on laptop ockam open "$second" --at 8081)"
is "a page at home" "$(page 8081)"
is "127.0.0.1:8082" "$(on laptop ockam open "$second" --at 8082)" # it moves
is "a page at home" "$(page 8082)"

# -- stopped: at once, with the link of another one that nobody opened
unopened=$(on home ockam share 8080 --name unopened)
watch stopped 8080
stopped=$EPOCHREALTIME
type_in home "on home, the end"
within -0.2 1 "an open WebSocket was cut by share stop" "$(awk "BEGIN { print $(cut_at stopped) - $stopped }")"
refused 70 "nothing is shared as web" on home ockam share stop web
on home ockam share stop unopened >/dev/null
refused 77 "was stopped" on laptop ockam open "$unopened"

# -- over: within a second
within -0.1 1.1 "an open WebSocket was cut" "$(awk "BEGIN { print $(cut_at brief) - $over }")"
guest_ended() { ! on laptop ockam node list --output json | grep -q '"from": "127.0.0.1:8083"'; }
eventually 10 guest_ended
! on home ockam share list 2>/dev/null | grep -q brief || fail "it is listed still"

# -- another project where the link's was
late=$(on home ockam share 8080 --name late)
on vps ockam node delete --all --yes --force >/dev/null
on vps:other ockam project create --tcp-listener-address 0.0.0.0:4000 --access-host 203.0.113.10 >/dev/null
refused 77 "is another hub now than the one that the link names" on laptop ockam open "$late"
for each in home laptop laptop:second vps vps:other; do on $each ockam reset --yes >/dev/null; done
eventually 5 no_node_runs
