# What two_owners.sh and tests/interop/two_owners.sh share: rows of who has a name and what both are told. Whoever sources
# it has `there`, the route to the host, and `as NODE`, the command of that node's home. Rows have a name each and nothing
# to do with each other: they wait beside each other, and are printed in the order in which they were begun.

# create NODE clear|proven NAME
create() {
  local at=$there
  [ "$2" == clear ] || at=$there/secure/api
  local waits="--timeout 12s"
  [[ $(as "$1") != real* ]] || waits= # it has no such option
  $(as "$1") relay create "$3" --at "$at" --to "$1" $waits
}
who_has() { python3 "$TESTS/scenarios/who_has.py" "${there##*/}" "$1" only-a only-b only-c; }
# What an owner of ours says of its relay.
told() {
  $(as "$1") relay show "$2" --at "$1" --output json 2>/dev/null | python3 -c '
import json, sys
try: now = json.load(sys.stdin)
except ValueError: sys.exit(print("no such relay"))
print(now["status"], now.get("reason") or "", now.get("conflict") or "", sep=" ")' | tr -s ' ' | sed -E 's/ relay [^ ]+ at [^ ]+:/:/; s/ $//'
}
shorter() { sed -E 's/(I[0-9a-f]{6})[0-9a-f]{50,}/\1../g'; }
print_heads() {
  printf '%s\n%-20s %-12s %-7s %-84s %s\n' "$1" "who has it" "who wants it" "has it" "the newcomer is told" "the owner says"
}
# print_row OWNER NEWCOMER NAME SAID OWNERS_NODE: sets `holder` and `owner_told`.
print_row() {
  holder=$(who_has "$3")
  owner_told=${5:+$(told "$5" "$3")}
  local said
  said=$(grep -v '^waiting' <<<"$4" | tail -1 | sed -E 's/^ockam relay create: //; s/^relay [^ ]+ at [^ ]+: //; s/^.service.*/that it has it/')
  printf '%-20s %-12s %-7s %-84s %s\n' "$1" "$2" "${holder#only-}" "$(shorter <<<"$said")" "$(shorter <<<"$owner_told")"
}

rows=0
begun=()
# begin COMMAND...: with a new `name`, in a process of its own
begin() {
  name=n$((++rows))
  "$@" >"$name.row" &
  begun+=($!)
}
# printed: waits for what was begun, and prints its rows
printed() {
  local failed="" first=$((rows - ${#begun[@]} + 1)) i
  for i in "${!begun[@]}"; do
    wait "${begun[i]}" || failed+=" n$((first + i))"
    cat "n$((first + i)).row"
  done
  begun=()
  [ -z "$failed" ] || fail "not as it must be:$failed"
}
