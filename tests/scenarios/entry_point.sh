# A container's entry point runs again after each kill -9: every command exits 0 with the far side up, there is one
# node, and what was declared otherwise is refused with both values.
serve 5000
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
killed() {
  local pid
  pid=$(pgrep -f "ockam.*node create.* $1\$")
  kill -9 "$pid"
  eventually 10 bash -c "! kill -0 $pid 2>/dev/null"
}
web() { [ "$(curl -s -m 5 "http://127.0.0.1:$1")" == "hello from the web server" ]; }

cat >"$WORK/named" <<'END'
set -e
ockam node create s
ockam tcp-outlet create --at s --to 5000
ockam relay create s --at /node/hub --to s
ockam tcp-inlet create --at s --from 6000 --to /node/hub/service/forward_to_s/secure/api/service/outlet
ockam policy create --at s --resource later --expression true
ockam tcp-listener create 127.0.0.1:7100 --at s
ockam service start hop --at s
ockam service start echo again --at s
END
for run in 1 2 3 4 5 6; do
  said=$(bash "$WORK/named" 2>"$WORK/named.err") || fail "run $run: $(<"$WORK/named.err")"
  [ "$run" == 1 ] && first=$said
  is "$first" "$said"
  eventually 10 web 6000
  is 2 "$(ockam node list --output json | grep -c '"is_default"')"
  [ "$run" == 3 ] && continue # and once without a death in between
  [ "$run" == 6 ] || killed s
done
ockam tcp-inlet create --at s --from 6000 --to /node/hub/service/forward_to_s/secure/api/service/outlet --output json >"$WORK/again"
has '"changed": false' "$(<"$WORK/again")"
has '"changed": false' "$(ockam relay create s --at /node/hub --to s --output json)"
has '"changed": false' "$(ockam node create s --output json)"
has '"changed": false' "$(ockam policy create --at s --resource later --expression true --output json)"
has '"changed": false' "$(ockam service start echo again --at s --output json)"
has '"changed": false' "$(ockam tcp-listener create 127.0.0.1:7100 --at s --output json)"

# other keys: both values are said
refused 73 "to is 127.0.0.1:5000, and here 127.0.0.1:5001" ockam tcp-outlet create outlet --at s --to 5001
refused 73 "allow is not said, and here role" ockam tcp-outlet create --at s --from outlet --to 5000 --allow role=client
refused 73 "exists already: to is" ockam tcp-inlet create --at s --from 6000 --to /node/hub/service/outlet
refused 73 "at is" ockam relay create s --at /node/s --to s
refused 73 "type is echo, and here hop" ockam service start hop again --at s
refused 70 "runs: tcp-listener-address is 127.0.0.1:" ockam node create s --tcp-listener-address 127.0.0.1:7200
refused 70 "threads is not set, and here 2" ockam node create s --threads 2

# a second outlet without a name has one by its port, and the same one again
is /service/outlet-5001 "$(ockam tcp-outlet create --at s --to 5001)"
is /service/outlet-5001 "$(ockam tcp-outlet create --at s --to 5001)"
is 2 "$(ockam tcp-outlet list --at s --output json | grep -c '"alias"')"

# while the far side is down it is 69, unless nobody wants to wait
ockam node stop hub >/dev/null
refused 69 "goes on trying" ockam tcp-inlet create --at s --from 6000 --to /ip4/127.0.0.1/tcp/7000/service/forward_to_s/secure/api/service/outlet --timeout 1s
ockam tcp-inlet create --at s --from 6000 --to /node/hub/service/forward_to_s/secure/api/service/outlet --no-connection-wait >/dev/null
ockam node start hub >/dev/null

# without names: the default node that is down is taken, and no other one is left
export OCKAM_HOME=$WORK/unnamed
cat >"$WORK/unnamed.sh" <<'END'
set -e
ockam node create
ockam tcp-outlet create --to 5000
END
for run in 1 2 3 4 5; do
  bash "$WORK/unnamed.sh" >"$WORK/out" 2>"$WORK/err" || fail "run $run: $(<"$WORK/err")"
  is 1 "$(ockam node list --output json | grep -c '"is_default"')"
  killed "$(ockam node default)"
done
echo 'tcp-outlet: { to: 5000 }' >outlet.yaml
ockam node create outlet.yaml >/dev/null
ockam node create outlet.yaml --variable A=1 >/dev/null # another one: the default node runs
is 2 "$(ockam node list --output json | grep -c '"is_default"')"
