# What cannot be had back is asked about on a terminal, and only there. asked ANSWER COMMAND...: on a terminal of its own.
asked() { python3 "$TESTS/scenarios/on_terminal.py" "$@"; }
ockam node create n1 >/dev/null
ockam identity create spare >/dev/null
ockam vault create empty >/dev/null
ockam project create default --tcp-listener-address 127.0.0.1:4000 >/dev/null 2>&1
me=$(ockam identity show | grep -o 'I[0-9a-f]\{64\}' | head -1)
for command in "identity delete spare" "vault delete empty" "project delete default" "project-member delete $me" \
  "node delete --all" "reset"; do
  for answer in n ""; do
    status=0
    said=$(asked "$answer" ockam $command) || status=$?
    is 77 $status
    has "[y/N]" "$said"
    has "nothing was done" "$said"
  done
  refused_said=$(asked y ockam $command --no-input) && fail "--no-input destroyed: $command"
  has "--yes" "$refused_said"
done
ockam identity show spare >/dev/null
ockam vault show empty >/dev/null
ockam node show n1 >/dev/null
has "Deleted identity 'spare'" "$(asked y ockam identity delete spare)"
has "Deleted vault 'empty'" "$(asked yes ockam vault delete empty)"
ockam identity create spare >/dev/null
ockam identity delete spare </dev/null >/dev/null # no terminal: not asked
said=$(asked "" ockam project delete default --yes)
[[ "$said" != *"[y/N]"* ]] || fail "--yes was asked: $said"
has "[y/N]" "$(asked y ockam node delete --all)"
is "[]" "$(ockam node list --output json)"
has "Local Ockam state deleted" "$(asked y ockam reset)"
is "" "$(ls -A "$OCKAM_HOME" 2>/dev/null)"
