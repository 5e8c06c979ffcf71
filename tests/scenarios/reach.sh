# What a node offers to those who are not on its machine: with --loopback-is-public this machine's connections count as
# others'. What opens it is an option, is kept, and is named where something was refused.
ockam node create n --tcp-listener-address 127.0.0.1:7000 --loopback-is-public >/dev/null
ockam node create b >/dev/null
there=/dnsaddr/127.0.0.1/tcp/7000
relay_at() { ockam relay create b --at "$1" --to b --timeout 2s; }

# -- without a word: echo, uppercase and channels
for again in 1 2; do
  is HELLO "$(ockam message send hello --to $there/service/uppercase)"
  is HELLO "$(ockam message send hello --to $there/secure/api/service/uppercase)"
  ! ockam message send hello --timeout 1s --to $there/service/hop/service/uppercase 2>/dev/null || fail "hop is for all"
  ! relay_at $there >/dev/null 2>&1 || fail "everybody may register relays"
  has "Refused: relay service" "$(ockam node show n)"
  has "node create --allow-relays" "$(ockam node show n)"
  ockam node stop n >/dev/null && ockam node start n >/dev/null # and it is as before
done

# -- hop, once it was started; that is kept
ockam service start hop --at n >/dev/null
for again in 1 2; do
  is HELLO "$(ockam message send hello --to $there/service/hop/service/uppercase)"
  ockam node stop n >/dev/null && ockam node start n >/dev/null
done

# -- relays for everybody, kept and exported
ockam node delete n --yes >/dev/null
ockam node create n --tcp-listener-address 127.0.0.1:7000 --loopback-is-public --allow-relays >/dev/null
for again in 1 2; do
  is /service/forward_to_b "$(relay_at $there)"
  is HELLO "$(ockam message send hello --to $there/service/forward_to_b/service/uppercase)"
  ockam relay delete b --at b --yes >/dev/null
  ockam node stop n >/dev/null && ockam node start n >/dev/null
done
has "allow-relays: true" "$(ockam export n)"

# -- a connection as a hop for others
ockam node create far --tcp-listener-address 127.0.0.1:7001 >/dev/null
closed=$(ockam tcp-connection create --from n --to 127.0.0.1:7001)
open=$(ockam tcp-connection create --from n --to 127.0.0.1:7001 --allow-transit)
is HELLO "$(ockam message send hello --to "$there$open/service/uppercase")"
! ockam message send hello --timeout 1s --to "$there$closed/service/uppercase" 2>/dev/null || fail "a hop for all"
has "transit for everybody" "$(ockam tcp-connection list --node n)"

# -- outlets that name nobody
serve 9000
ockam tcp-outlet create --at n --to 127.0.0.1:9000 >/dev/null 2>&1
ockam node create a --identity "$(ockam identity create alice >/dev/null && echo alice)" >/dev/null
ockam tcp-inlet create --at a --from 127.0.0.1:6000 --to $there/secure/api/service/outlet >/dev/null 2>&1 || true
! curl -sf --max-time 2 http://127.0.0.1:6000/ >/dev/null || fail "an outlet for all"
has "Refused: tcp-outlet" "$(ockam node show n)"
ockam tcp-inlet create own --at b --from 127.0.0.1:6001 --to $there/secure/api/service/outlet >/dev/null
is "hello from the web server" "$(curl -s http://127.0.0.1:6001/)" # who the node itself is
all_gone
