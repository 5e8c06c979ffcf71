# Two who want one relay's name, in all combinations of how they come: who has it then, and what both are told. Printed
# as a table, and each row is checked. `same`: another node of the same home.
#   a and b of one home, c of another ---- hub:7000
serve 9001
there=/ip4/127.0.0.1/tcp/7000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
other() { OCKAM_HOME=$OCKAM_HOME/other ockam "$@"; }
as() { [ "$1" == c ] && echo other || echo ockam; }
for node in a b c d; do
  $(as $node) node create $node >/dev/null
  $(as $node) tcp-outlet create --at $node --from only-$node --to 127.0.0.1:9001 >/dev/null 2>&1
done
source "$TESTS/scenarios/two_owners.bash"
pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }

# -- the owner hangs: it is asked, and has 3 s
hangs() {
  create d clear $name >/dev/null
  local pid begun=$SECONDS
  pid=$(pid_of d)
  kill -STOP "$pid"
  taken() { said=$(create c clear $name 2>&1); }
  until taken; do
    [ $((SECONDS - begun)) -lt 40 ] || fail "a hanging owner keeps its name"
    sleep 0.3
  done
  print_row "d (clear), hangs $((SECONDS - begun)) s" "c (clear)" $name "$said" ""
  is only-c "$holder"
  kill -CONT "$pid"
  d_knows() { [[ "$(told d $name)" == *"another node has this name now"* ]]; }
  eventually 45 d_knows
  printf '%-24s %s\n' "  d, awake again, says:" "$(told d $name)"
}
# row OWNER HOW NEWCOMER HOW HAS_IT [SAID [OWNER_SAYS]]: registers both, tells who has it, and what each of them says.
row() {
  create "$1" "$2" $name >/dev/null || fail "$1 did not get $name"
  said=$(create "$3" "$4" $name 2>&1) || true
  print_row "$1 ($2)" "$3 ($4)" $name "$said" "$1"
  is "only-$5" "$holder"
  has "${6:-}" "$said"
  has "${7:-}" "$owner_told"
}
print_heads "at our node"
name=n0 hangs >n0.row & hanging=$! # beside all the others
begin row a clear c clear a "another node has this name now" "wants this name"
begin row a clear c proven a "another node has this name now"
begin row a proven c clear a "another node has this name now: I" "a node that proved no identity wants this name"
begin row a proven c proven a "another node has this name now: I" "wants this name"
begin row a clear b clear b "" "another node has this name now"
begin row a clear b proven a # in clear a has proven nothing
begin row a proven b proven b
begin row a proven b clear a "another node has this name now" # in clear it proves nothing
printed

# -- the owner is gone: killed, so its links end
lost=()
for how in clear proven proven; do
  name=n$((++rows))
  lost+=($name)
  create b $how $name >/dev/null || fail "b did not get $name"
done
sleep 4 # names are written down within 3 s
kill -9 "$(pid_of b)"
have_ended() {
  local listed
  listed=$(ockam relay list --at hub --output json)
  for each in "${lost[@]}"; do [[ $listed != *"forward_to_$each\""* ]] || return 1; done
}
eventually 10 have_ended
after() { # HOW_OF_THE_OWNER NAME HOW_OF_THE_NEWCOMER HAS_IT [SAID]
  said=$(create c "$3" "$2" 2>&1) || true
  print_row "b ($1), killed" "c ($3)" "$2" "$said" ""
  is "$4" "$holder"
  has "${5:-}" "$said"
}
after clear "${lost[0]}" clear only-c
after proven "${lost[1]}" clear nobody "reserved for I"
after proven "${lost[2]}" proven nobody "reserved for I"
ockam node start b >/dev/null
b_has_it() { [ "$(who_has "${lost[1]}") $(who_has "${lost[2]}")" == "only-b only-b" ]; }
eventually 30 b_has_it # they come back by themselves
wait $hanging
cat n0.row
other node delete --all -y
all_gone
