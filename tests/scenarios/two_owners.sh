# Two who want one relay's name, in all combinations of how they come: who has it then, and what both are told. Printed
# as a table, and each row is checked. `same`: another node of the same home.
#   a and b of one home, c of another ---- hub:7000
serve 9001
there=/ip4/127.0.0.1/tcp/7000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
other() { OCKAM_HOME=$OCKAM_HOME/other ockam "$@"; }
as() { [ "$1" == c ] && echo other || echo ockam; }
for node in a b c; do
  $(as $node) node create $node >/dev/null
  $(as $node) tcp-outlet create --at $node --from only-$node --to 127.0.0.1:9001 >/dev/null 2>&1
done
source "$TESTS/scenarios/two_owners.bash"

rows=0
# row OWNER HOW NEWCOMER HOW HAS_IT: registers both, tells who has it, and what each of them says.
row() {
  local owner=$1 newcomer=$3 name=n$((++rows))
  create "$owner" "$2" $name >/dev/null || fail "$owner did not get $name"
  said=$(create "$newcomer" "$4" $name 2>&1) || true
  print_row "$1 ($2)" "$3 ($4)" $name "$said" "$owner"
  is "only-$5" "$holder"
}
print_heads "at our node"
row a clear c clear a
has "another node has this name now" "$said"
has "wants this name" "$owner_told"
row a clear c proven a
has "another node has this name now" "$said"
row a proven c clear a
has "another node has this name now: I" "$said"
has "a node that proved no identity wants this name" "$owner_told"
row a proven c proven a
has "another node has this name now: I" "$said"
has "wants this name" "$owner_told"
row a clear b clear b
has "another node has this name now" "$owner_told"
row a clear b proven a # in clear a has proven nothing
row a proven b proven b
row a proven b clear a # in clear it proves nothing
has "another node has this name now" "$said"

# -- the owner is gone: killed, so its links end
has_ended() { [[ "$(ockam relay list --at hub --output json)" != *"forward_to_$1\""* ]]; }
gone() { # HOW OF_THE_OWNER HOW_OF_THE_NEWCOMER
  local name=n$((++rows))
  create b "$1" $name >/dev/null || fail "b did not get $name"
  sleep 4 # names are written down within 3 s
  kill -9 "$(ockam node show b --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')"
  eventually 10 has_ended "$name"
  said=$(create c "$2" $name 2>&1) || true
  print_row "b ($1), killed" "c ($2)" $name "$said" ""
}
gone clear clear
is only-c "$holder"
ockam node start b >/dev/null
gone proven clear
is nobody "$holder"
has "reserved for I" "$said"
ockam node start b >/dev/null
b_has_it() { [ "$(who_has $name)" == only-b ]; }
name=n$rows eventually 30 b_has_it # it comes back by itself
gone proven proven
is nobody "$holder"
has "reserved for I" "$said"
ockam node start b >/dev/null

# -- the owner hangs: it is asked, and has 3 s
name=n$((++rows))
create b clear $name >/dev/null
pid=$(ockam node show b --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')
kill -STOP "$pid"
begun=$SECONDS
taken() { said=$(create c clear $name 2>&1); }
until taken; do [ $((SECONDS - begun)) -lt 40 ] || fail "a hanging owner keeps its name"; done
print_row "b (clear), hangs $((SECONDS - begun)) s" "c (clear)" $name "$said" ""
is only-c "$holder"
kill -CONT "$pid"
b_knows() { [[ "$(told b $name)" == *"another node has this name now"* ]]; }
eventually 45 b_knows
printf '%-24s %s\n' "  b, awake again, says:" "$(told b $name)"
other node delete --all -y
all_gone
