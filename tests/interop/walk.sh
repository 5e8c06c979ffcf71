# A stranger walks to every address that the list of workers has, in clear and behind a relay: at a node of ours, and at a
# real one that has the same. Both tell what they refused: ours counts it, the real one logs it. Nothing of ours that is
# private may be reached; what a real one lets in is printed beside it.
#   b's relay, a portal of each end, a channel each way ---- n:7000, with a relay of its own at h:7001; real ones at 7100
source "$TESTS/interop/real.sh"
set_up() { # COMMAND PORT: n, h and b
  local there=/dnsaddr/127.0.0.1/tcp/$(($2 + 2)) here=/dnsaddr/127.0.0.1/tcp/$2
  $1 tcp-outlet create --at n --to 127.0.0.1:1 >/dev/null 2>&1
  $1 tcp-outlet create --at b --to 127.0.0.1:1 >/dev/null 2>&1
  $1 relay create b --at "$here" --to b >/dev/null
  $1 relay create n --at "/dnsaddr/127.0.0.1/tcp/$(($2 + 1))" --to n >/dev/null
  $1 tcp-inlet create --at b --from 127.0.0.1:$(($2 + 10)) --to "$here/secure/api/service/outlet" >/dev/null 2>&1
  $1 tcp-inlet create --at n --from 127.0.0.1:$(($2 + 11)) --to "$there/secure/api/service/outlet" >/dev/null 2>&1
}
export OCKAM_LOG_CRATES_FILTER=all # the real one says in its log what it refuses
real_n() { real n "$@"; }
node_of() { # COMMAND NAME PORT OPTIONS
  $1 node create "$2" --tcp-listener-address "127.0.0.1:$3" "${@:4}" >/dev/null
}
node_of ockam n 7000 --status-port 7900 && node_of ockam h 7001 && node_of ockam b 7002
set_up ockam 7000
node_of real_n n 7100 && node_of real_n h 7101 && node_of real_n b 7102
set_up real_n 7100
log=$(ls "$WORK"/real/n/nodes/n/*.log)

ockam worker list --at n --output json | python3 -c '
import json, sys
for each in json.load(sys.stdin): print(each["address"], each["reach"], each["kind"].replace(" ", "-"))' >ours
cut -d' ' -f1 ours >our_addresses
real_n worker list --at n | grep -o 'Worker [^ ]*' | cut -d' ' -f2 >their_addresses

report() { # FILE: how many named and unnamed addresses there are, and what came of each kind
  python3 - "$1" <<'END'
import re, sys
seen = [line.split() for line in open(sys.argv[1])]
for title, those in (("names", [r for r in seen if not re.fullmatch("[0-9a-f]{32}", r[0])]),
                     ("random addresses", [r for r in seen if re.fullmatch("[0-9a-f]{32}", r[0])])):
    tally = {what: [a for a, w in those if w == what] for what in ("answers", "taken", "refused")}
    say = ", ".join(f"{len(v)} {k}" + (f" ({' '.join(v)})" if title == "names" and v else "") for k, v in tally.items() if v)
    print(f"    {len(those)} {title}: {say}")
END
}
for way in clear relay; do
  via=- ours_at=7000 theirs_at=7100
  [ $way == clear ] || via=forward_to_n ours_at=7001 theirs_at=7101
  python3 "$TESTS/interop/walk.py" $ours_at $via our_addresses metrics http://127.0.0.1:7900/metrics >ours.$way
  python3 "$TESTS/interop/walk.py" $theirs_at $via their_addresses log "$log" >theirs.$way
  echo "a stranger, $way"
  echo "  ours" && report ours.$way
  echo "  real" && report theirs.$way
  private=0
  while read -r address reach kind; do
    [ "$reach" == learnt ] || continue
    ((++private))
    [ "$way $kind" != "relay relay-registration" ] || continue # that way is its own
    is "$address refused" "$(grep "^$address " ours.$way)"
  done <ours
  echo "  ours: $private private addresses, 0 reached"
  [ $private -ge 8 ] || fail "only $private private addresses: $(<ours)"
done
real_n node delete --all --yes >/dev/null
all_gone
