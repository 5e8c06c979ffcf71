# Every way in which a relay's owner can lose its name, while an inlet that is older keeps its channel to it busy: replaced,
# deleted, ended by a policy, and freed by one that takes it away again. The owner says so, and has it again within 25 s; no
# status says up with a proof older than 15 s.
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
for node in a b laptop; do ockam node create $node >/dev/null; done
serve 9001
ockam tcp-outlet create --at a --from web --to 9001 >/dev/null
ockam relay create x --at /node/hub --to a >/dev/null
ockam tcp-inlet create i --at laptop --from 6000 --to /node/hub/service/forward_to_x/secure/api/service/web >/dev/null
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
# the older inlet is in use all the time
(while :; do curl -s -o /dev/null --max-time 5 127.0.0.1:6000 || true; sleep 0.05; done) &
busy=$!
# and every second somebody looks whether what is said is true
cat >honest.py <<'P'
import json, subprocess, sys, time
bad = open("dishonest", "w")
while True:
    for words in (["relay", "show", "x", "--at", "a"], ["tcp-inlet", "show", "i", "--at", "laptop"]):
        said = subprocess.run(["ockam", *words, "--output", "json"], capture_output=True, text=True).stdout
        now = json.loads(said) if said else {}
        if now.get("status") == "up" and (now.get("proven_ms_ago") is None or now["proven_ms_ago"] > 15000):
            print(words, said, file=bad, flush=True)
    time.sleep(1)
P
python3 honest.py &
looks=$!
reaches() { [ "$(ockam message send hi --timeout 2s --to /node/hub/service/forward_to_x/service/uppercase)" == HI ]; }
up_at_a() { [[ "$(ockam relay show x --at a --output json)" == *'"status": "up"'* ]]; }
has_it_again() { # HOW
  local began=$SECONDS
  eventually 30 reaches
  eventually 30 up_at_a
  [ $((SECONDS - began)) -le 26 ] || fail "$1: the owner had its name again after $((SECONDS - began)) s"
  echo "$1: again after $((SECONDS - began)) s"
}

# -- replaced, by one that goes away again
ockam relay create x --at /node/hub --to b >/dev/null
told() { [[ "$(ockam relay show x --at a)" == *"another node has this name now"* ]]; }
eventually 10 told
ockam node delete b --yes >/dev/null
has_it_again "replaced and freed"

# -- deleted at the hub
ockam relay delete x --at hub --yes >/dev/null
has_it_again "deleted"

# -- ended by a policy at the hub, which goes again
ockam policy create --at hub --resource x --allow role=nobody >/dev/null 2>&1
gone() { ! ockam relay list --at hub --output json | grep -q forward_to_x; }
eventually 10 gone
not_up() { ! up_at_a; }
eventually 20 not_up
ockam policy delete x --at hub --yes >/dev/null
has_it_again "ended by a policy"

# -- the hub is started again
ockam node stop hub --force >/dev/null 2>&1
ockam node start hub >/dev/null
has_it_again "the hub started again"

kill $busy $looks
wait $busy $looks 2>/dev/null || true
is "" "$(<dishonest)"
all_gone
