# Two relays that share nothing: whichever of them dies, clients are served over the other one.
hello="hello from the web server"
serve 9000
for i in 1 2; do ockam node create hub$i --tcp-listener-address 127.0.0.1:700$i >/dev/null; done
both=$'/node/hub1\n/node/hub2'
refused 65 "given twice" ockam hub set /node/hub1 /node/hub1
is "$both" "$(ockam hub set /node/hub1 /node/hub2)"
is "$both" "$(ockam hub show)"
is '{"hub":["/node/hub1","/node/hub2"]}' "$(ockam hub show --output json | tr -d ' \n')"
is '{"hub":"/node/hub2"}' "$(ockam hub set /node/hub2 --output json | tr -d ' \n')"
ockam hub set /node/hub1 /node/hub2 >/dev/null

ockam node create office >/dev/null
ockam node create laptop >/dev/null
ockam tcp-outlet create --at office --from web --to 9000 >/dev/null
is /service/forward_to_office "$(ockam relay create office --to office)"
is 127.0.0.1:6000 "$(ockam tcp-inlet create web --at laptop --from 6000 --via office --to web 2>/dev/null)"
get() { curl -sS --max-time 5 127.0.0.1:6000; }
is "$hello" "$(get)"
# field KEY COMMAND...: of the object that the command prints
field() { "${@:2}" --output json | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
is 1 "$(ockam relay list --at office --output json | grep -c '"name": *"office"')"
has "7001/service/forward_to_office/secure/api/service/web', '/ip4/127.0.0.1/tcp/7002/" "$(field to ockam tcp-inlet show web --at laptop)"
status_of() { field "$1" ockam "$2" show "$3" --at "$4"; }
both_are() { [ "$(status_of status relay office office) $(status_of state tcp-inlet web laptop)" == "$1 $1" ]; }
all_up() { both_are up; }
eventually 15 all_up
has "Places: 2 of 2 up" "$(ockam relay show office --at office)"
has "Routes: 2 of 2 up" "$(ockam tcp-inlet show web --at laptop)"

# what a file makes of it, and makes again
ockam export --all >exported.yaml
has "$(printf '    relays:\n      - name: office\n        at:\n          - /node/hub1\n          - /node/hub2')" "$(<exported.yaml)"
ockam config check exported.yaml >/dev/null
matches '^= unchanged [0-9]+$' "$(ockam run exported.yaml)"

pid_of() { field pid ockam node show "$1"; }
for dead in hub1 hub2 hub1; do
  kill -9 "$(pid_of $dead)"
  began=$SECONDS
  eventually 2 get # the end of its links is heard of at once
  for i in 1 2 3 4 5 6 7 8 9 10; do is "$hello" "$(get)"; done
  [ $((SECONDS - began)) -le 4 ] || fail "10 requests without $dead took $((SECONDS - began)) s"
  eventually 15 both_are degraded
  has "Places: 1 of 2 up" "$(ockam relay show office --at office)"
  if ockam doctor >doctor.txt 2>&1; then fail "doctor finds nothing without $dead"; fi
  has "node $dead on its way does not run" "$(<doctor.txt)"
  ockam node start $dead >/dev/null
  eventually 15 all_up # both are proven again
  is "$hello" "$(get)"
done

# a relay that none but one of its hubs has: it is there, and it says what is not
ockam node stop hub2 >/dev/null
is /service/forward_to_half "$(ockam relay create half --to office 2>stderr.txt)"
has "relay half is not everywhere: degraded" "$(<stderr.txt)"
ockam node start hub2 >/dev/null
half_is_whole() { [ "$(status_of status relay half office)" == up ]; }
eventually 15 half_is_whole
ockam relay delete half --at office --yes >/dev/null
for i in 1 2; do
  half_is_gone() { ! ockam relay list --at hub$i --output json | grep -q forward_to_half; }
  eventually 5 half_is_gone
done

# it is both of them again after its node was started again
ockam node stop office >/dev/null
ockam node start office >/dev/null
eventually 15 all_up
has "Places: 2 of 2 up" "$(ockam relay show office --at office)"
is "$hello" "$(get)"

# the same said in a file, as one relay at two places and as two of one name
cat >said.yaml <<'YAML'
nodes:
  shop:
    relays:
      - { name: shop, at: /node/hub1 }
      - { name: shop, at: /node/hub2 }
    tcp-outlets: { web: { to: 9000 } }
YAML
ockam run said.yaml >/dev/null
sed -i '/hub2/d; s|at: /node/hub1|at: [/node/hub1, /node/hub2]|' said.yaml
is "= unchanged 3" "$(ockam run said.yaml)"

# a hub with two addresses of which one is dead is reached by the other one, and a store of one hub is as it was
printf '127.0.0.1 localhost\n127.0.0.9 hub.test\n127.0.0.1 hub.test\n' >hosts
mount --bind hosts /etc/hosts
is /dnsaddr/hub.test/tcp/7001 "$(ockam hub set /dnsaddr/hub.test/tcp/7001)"
for i in 1 2 3; do is /service/forward_to_named$i "$(ockam relay create named$i --to shop)"; done
ockam hub unset >/dev/null
refused 70 "not found" ockam hub show
all_gone
