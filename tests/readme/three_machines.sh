# README, "Three machines in five minutes": its own lines, on three machines, two of them behind routers of their own. Then
# the same as files. What is installed as a service there is only looked at: another scenario installs one.
#   home 192.168.1.2 --- nat-home 203.0.113.2 --- vps 203.0.113.10 --- 203.0.113.3 nat-laptop --- 192.168.1.2 laptop
source "$TESTS/scenarios/routers.bash"
on_internet vps 203.0.113.10
behind_router home 203.0.113.2
behind_router laptop 203.0.113.3

# sections NAME: the lines of the README's blocks that begin with "# NAME".
sections() {
  awk -v name="# $1" '
    /^## /{ here = $0 == "## Three machines in five minutes" }
    here && /^```/ { within = !within; mine = 0; next }
    within && !mine && $0 == name { mine = 1; next }
    within && mine { print }' "$TESTS/../README.md"
}
# on MACHINE COMMAND...: there, in a directory and a home of its own. sudo only shows what would be a service.
on() {
  mkdir -p "$WORK/$1"
  (cd "$WORK/$1" && OCKAM_HOME=$WORK/$1/.ockam exec ip netns exec "$1" "${@:2}")
}
cat >"$WORK/bin/sudo" <<'SHOWN'
#!/bin/sh
"$@" --print >unit.service && systemd-analyze verify ./unit.service
SHOWN
chmod 755 "$WORK/bin/sudo"
commands=0
# type_in MACHINE [SECTION]: each of its lines, as somebody types them.
type_in() {
  local line said
  while IFS= read -r line; do
    said=$(on "$1" bash -c "$line" 2>&1) || fail "on $1: $line: $said"
    printf '%-7s$ %s\n%s\n' "$1" "$line" "$said"
    commands=$((commands + 1))
  done < <(sections "${2:-on $1}")
}
reached() {
  is "a page at home" "$(on laptop curl -sS --max-time 10 http://localhost:8080/page)"
  is "SSH-2.0-home" "$(on laptop bash -c 'exec 3<>/dev/tcp/localhost/2222; head -1 <&3')"
}
mkdir -p "$WORK/www"
echo "a page at home" >"$WORK/www/page"
on home python3 -m http.server --bind 127.0.0.1 --directory "$WORK/www" 8080 >/dev/null 2>&1 &
on home python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 22))
while True: s.accept()[0].sendall(b"SSH-2.0-home\n")' &
eventually 30 on home bash -c '</dev/tcp/127.0.0.1/8080 && </dev/tcp/127.0.0.1/22'

began=$EPOCHREALTIME
type_in vps
mkdir -p "$WORK/home" "$WORK/laptop"
cp "$WORK/vps/home.ticket" "$WORK/home"
cp "$WORK/vps/laptop.ticket" "$WORK/laptop"
type_in home
type_in laptop
reached
echo "$commands commands, $(awk "BEGIN { print $EPOCHREALTIME - $began }") s"
is 12 $commands
type_in vps "on vps, as a service"
type_in home "on home, as a service"

# -- the same as files, from the start
for each in home laptop; do
  on $each ockam reset --yes >/dev/null
  sections $each.yaml >"$WORK/$each/$each.yaml"
  [ "$(wc -l <"$WORK/$each/$each.yaml")" -le 8 ] || fail "more than 8 lines"
done
on vps ockam ticket --relay home --expires-in 1h >"$WORK/home/home.ticket" 2>/dev/null
on vps ockam ticket --expires-in 1h >"$WORK/laptop/laptop.ticket" 2>/dev/null
on home ockam run home.yaml >/dev/null
on laptop ockam run laptop.yaml >/dev/null
reached
has "= unchanged" "$(on laptop ockam run laptop.yaml)"
for each in home laptop vps; do on $each ockam reset --yes >/dev/null; done
