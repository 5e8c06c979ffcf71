# Two who want one relay's name, with the real Ockam as its owner, as the newcomer, and as the host: who has it then, and
# what both are told. Printed as a table. What must hold at our host: a live owner keeps its name against a real one, and a
# real one against others; at a real host the last one to ask has it, and our owner says so.
#   a of one home, c of another, r, s, t, u real ---- hub:7000, or a real one:7001
source "$TESTS/interop/real.sh"
there=/dnsaddr/127.0.0.1/tcp/7000
ockam node create hub --tcp-listener-address=127.0.0.1:7000 >/dev/null
real hub node create hub --tcp-listener-address 127.0.0.1:7001 >/dev/null
other() { OCKAM_HOME=$OCKAM_HOME/other ockam "$@"; }
as() {
  case $1 in c) echo other ;; [r-u]) echo "real $1" ;; *) echo ockam ;; esac
}
ockam node create asker >/dev/null
declare -A node_of
for node in a c r s t u; do
  $(as $node) node create $node >/dev/null
  node_of[$($(as $node) identity show 2>/dev/null | grep -o 'I[0-9a-f]\{64\}' | head -1)]=$node
done
source "$TESTS/scenarios/two_owners.bash"
# A real outlet does not answer in clear behind a relay: a channel to the end of it proves who is there.
who_has() {
  local made at who
  made=$(ockam secure-channel create --from asker --to "$there/service/forward_to_$1/service/api" --output json --timeout 5s) ||
    { echo nobody && return 0; }
  at=$(grep -o '[0-9a-f]\{32\}' <<<"$made" | head -1)
  who=$(ockam secure-channel show "$at" --at asker --output json | grep peer_identifier | grep -o 'I[0-9a-f]\{64\}')
  [ -z "${node_of[$who]:-}" ] || echo "only-${node_of[$who]}"
  ockam secure-channel delete --at asker "$at" --yes >/dev/null
}

row() { # OWNER HOW NEWCOMER HOW HAS_IT [SAID [OWNER_SAYS]]
  local of_ours=""
  create "$1" "$2" $name >/dev/null 2>>"$WORK/real.log" || fail "$1 ($2) did not get $name"
  if said=$(create "$3" "$4" $name 2>&1); then said="that it has it"; fi
  case $1 in a | c) of_ours=$1 ;; esac
  # a real command does not wait for the confirmation that it does not get
  case $3 in [r-u]) said="nothing" ;; esac
  print_row "$1 ($2)" "$3 ($4)" $name "$said" "$of_ours"
  is "only-$5" "$holder"
  has "${6:-}" "$said"
  has "${7:-}" "$owner_told"
}
# the commands of one real home do not run beside each other: a row for each home at a time
print_heads "at our node; r, s, t and u are real"
begin row a clear r clear a "" "wants this name"
begin row a proven s clear a "" "wants this name"
begin row a clear t proven a "" "wants this name"
begin row a proven u proven a "" "wants this name"
printed
begin row r clear a clear r "another node has this name now"
begin row s proven a clear s "another node has this name now"
begin row t clear a proven t "another node has this name now"
begin row u proven a proven u "another node has this name now"
printed
begin row r clear s clear r
begin row t proven u clear t
printed

# the last one to ask has it, and an owner of ours finds out by its own name; it asks again then, and has it in its turn
there=/dnsaddr/127.0.0.1/tcp/7001
print_heads "at a real node"
begin row a clear c clear c
lost=($name)
begin row a proven c clear c
begin row a proven c proven c
begin row a clear r clear r
lost+=($name)
begin row a proven s proven s
begin row t clear a clear a
begin row u proven a proven a
printed
begin row r clear s clear s
printed
for name in "${lost[@]}"; do
  a_knows() { now=$(told a $name) && [[ $now != up* ]]; }
  eventually 45 a_knows
  printf '%-20s %s\n' "a, later, of $name" "$now"
done
for home in hub r s t u; do real $home node delete --all --yes >/dev/null; done
other node delete --all -y
all_gone
