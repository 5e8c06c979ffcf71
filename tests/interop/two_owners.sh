# Two who want one relay's name, with the real Ockam as its owner, as the newcomer, and as the host: who has it then, and
# what both are told. Printed as a table. What must hold at our host: a live owner keeps its name against a real one, and a
# real one against others; at a real host the last one to ask has it, and our owner says so.
#   a of one home, c of another, r and s real ---- hub:7000, or a real one:7001
source "$TESTS/interop/real.sh"
there=/dnsaddr/127.0.0.1/tcp/7000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
real hub node create hub --tcp-listener-address 127.0.0.1:7001 >/dev/null
other() { OCKAM_HOME=$OCKAM_HOME/other ockam "$@"; }
real_r() { real r "$@"; }
real_s() { real s "$@"; }
as() {
  case $1 in c) echo other ;; r) echo real_r ;; s) echo real_s ;; *) echo ockam ;; esac
}
ockam node create asker >/dev/null
declare -A node_of
for node in a c r s; do
  $(as $node) node create $node >/dev/null
  node_of[$($(as $node) identity show 2>/dev/null | grep -o 'I[0-9a-f]\{64\}' | head -1)]=$node
done
source "$TESTS/scenarios/two_owners.bash"
# A real outlet does not answer in clear behind a relay: a channel to the end of it proves who is there.
who_has() {
  local made
  made=$(ockam secure-channel create --from asker --to "$there/service/forward_to_$1/service/api" --output json --timeout 5s) ||
    { echo nobody && return 0; }
  local who
  who=$(ockam secure-channel list --at asker --output json | grep peer_identifier | grep -o 'I[0-9a-f]\{64\}')
  for each in $who; do [ -z "${node_of[$each]:-}" ] || echo "only-${node_of[$each]}"; done
  ockam secure-channel delete --at asker "$(grep -o '[0-9a-f]\{32\}' <<<"$made" | head -1)" --yes >/dev/null
}

rows=0
row() { # OWNER HOW NEWCOMER HOW
  local name=n$((++rows)) of_ours=""
  create "$1" "$2" $name >/dev/null 2>>"$WORK/real.log" || { echo "  $1 ($2) did not get $name"; return 0; }
  if said=$(create "$3" "$4" $name 2>&1); then said="that it has it"; fi
  case $1 in a | c) of_ours=$1 ;; esac
  # a real command does not wait for the confirmation that it does not get
  case $3 in r | s) said="nothing" ;; esac
  print_row "$1 ($2)" "$3 ($4)" $name "$said" "$of_ours"
}
print_heads "at our node; r and s are real"
for how in "clear clear" "proven clear" "clear proven" "proven proven"; do
  row a ${how% *} r ${how#* }
  is only-a "$holder"
  has "wants this name" "$owner_told"
  row r ${how% *} a ${how#* }
  is only-r "$holder"
  has "another node has this name now" "$said"
done
row r clear s clear
is only-r "$holder"
row r proven s clear
is only-r "$holder"

# the last one to ask has it, and an owner of ours finds out by its own name; it asks again then, and has it in its turn
there=/dnsaddr/127.0.0.1/tcp/7001
print_heads "at a real node"
for how in "clear clear" "proven clear" "proven proven"; do
  row a ${how% *} c ${how#* }
  is only-c "$holder"
done
for how in "clear clear" "proven proven"; do
  row a ${how% *} r ${how#* }
  is only-r "$holder"
  row r ${how% *} a ${how#* }
  is only-a "$holder"
done
row r clear s clear
is only-s "$holder"
for name in n11 n14; do
  a_knows() { now=$(told a $name) && [[ $now != up* ]]; }
  eventually 45 a_knows
  printf '%-20s %s\n' "a, later, of $name" "$now"
done
for home in hub r s; do real $home node delete --all --yes >/dev/null; done
other node delete --all -y
all_gone
