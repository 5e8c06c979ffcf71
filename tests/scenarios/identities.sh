# Who nodes are: identities outlive nodes, are shared and chosen, move between homes, and their keys are seen nowhere.
export OCKAM_HOME=$WORK/private # to be made
identity_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity"])'; }
mode() { stat -c %a "$1"; }
# seeds_of FILE: the keys of a vault, in hex, a line each.
seeds_of() { python3 -c 'import sqlite3,sys; [print(r[0].hex()) for r in sqlite3.connect(sys.argv[1]).execute("select secret from keys")]' "$1"; }

# The default identity is made with the first node, and is the same for the next ones and after them.
ockam node create n1 -vvv
ockam node create n2 -vvv
me=$(ockam identity show)
matches '^I[0-9a-f]{64}$' "$me"
is "$me" "$(identity_of n1)"
is "$me" "$(identity_of n2)"
has "  Identity: $me" "$(ockam node show n1)"
ockam node delete --all
ockam node create n1 -vvv
is "$me" "$(identity_of n1)"

# A node may be somebody else, and stays so.
ockam vault create v1
alice=$(ockam identity create alice --vault v1)
ockam node create n2 --identity alice -vvv
is "$alice" "$(identity_of n2)"
ockam node stop n2
ockam node start n2
is "$alice" "$(identity_of n2)"
ockam node create n3 --vault v1
is "$alice" "$(identity_of n3)"
refused 65 "identity alice is in vault v1, not in default" ockam node create n4 --identity alice --vault default
refused 70 "not found" ockam node show n4
ockam node create n4 --identity carol 2>made # who is named and not there is made
has "No identity carol was here: made it" "$(<made)"
is "$(ockam identity show carol)" "$(identity_of n4)"
is HELLO "$(ockam message send hello --to /node/n1/secure/api/service/uppercase --identity alice)"
is HELLO "$(ockam message send hello --from n1 --to /node/n2/secure/api/service/uppercase)"

# What is in use stays, whether the node runs or not.
refused 74 "identity alice is in use by nodes n2, n3 (try: ockam node delete n2)" ockam identity delete alice
ockam node stop n2
refused 74 "in use by nodes n2, n3" ockam identity delete alice
refused 74 "holds the keys of identity alice (try: ockam identity delete alice)" ockam vault delete v1

# Nobody else may look.
is 700 "$(mode "$OCKAM_HOME")"
is 700 "$(mode "$OCKAM_HOME/vaults")"
for file in "$OCKAM_HOME"/*.sqlite3 "$OCKAM_HOME"/vaults/*.sqlite3; do is 600 "$(mode "$file")"; done
chmod 640 "$OCKAM_HOME/vaults/v1.sqlite3"
refused 77 "chmod 600 $OCKAM_HOME/vaults/v1.sqlite3" ockam node start n2
chmod 600 "$OCKAM_HOME/vaults/v1.sqlite3"
ockam node start n2

# Processes that loaded a key can not be looked into, and leave no core dump.
as_user() { setpriv --bounding-set -sys_ptrace "$@"; } # root looks into everything
as_user ockam node create n5
node=$(pgrep -f 'node create .*n5$')
setpriv --bounding-set -sys_ptrace sleep 60 &
other=$!
curious() { as_user cat "/proc/$1/maps" >"$WORK/maps" 2>/dev/null; }
eventually 5 curious $other
! curious "$node" || fail "the memory of a node can be read"
kill $other
python3 - <<'END'
import os, resource, signal, subprocess
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
def dumps_core(command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    process.stdout.readline()
    os.kill(process.pid, signal.SIGQUIT)
    return os.WCOREDUMP(os.waitpid(process.pid, 0)[1])
print("a process without secrets dumps core:", dumps_core(["sh", "-c", "echo up; exec sleep 60"]))
assert not dumps_core(["ockam", "node", "create", "front", "--foreground"])
END
rm -f core core.*
ockam node delete front

# An identity moves with its history, which is public, and the file of its vault.
history=$(ockam identity export alice)
is "$history" "$(ockam identity show alice --full --encoding hex)"
cp "$OCKAM_HOME/vaults/v1.sqlite3" "$WORK/usb.sqlite3"
there() { OCKAM_HOME=$WORK/there "$@"; }
is usb "$(there ockam vault create usb --path "$WORK/usb.sqlite3")"
is "$alice" "$(ockam identity export alice | there ockam identity import me --vault usb --identity -)"
there ockam node create n9 --identity me
is "$alice" "$(there ockam node show n9 --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["identity"])')"
there ockam vault move usb --path "$WORK/moved.sqlite3"
is 600 "$(mode "$WORK/moved.sqlite3")"
[ ! -e "$WORK/usb.sqlite3" ] || fail "the old file is still there"
there ockam node stop n9
there ockam node start n9
there ockam node delete --all
ockam identity create bob
bob=$(ockam identity export bob)
refused 70 "does not hold the key of I" there ockam identity import bob --vault usb --identity "$bob"
refused 77 "identity: a change is not signed by its key" ockam identity import bob2 --identity "${bob::-1}$([[ $bob == *f ]] && echo 0 || echo f)"

# No secret is in a log (of nodes that log all they can), on a command line, or in anything that is printed.
{ for noun in identity vault; do ockam $noun list; ockam $noun list --output json; done
  ockam identity show --full; ockam identity show alice --full --output json; ockam identity export
  ockam vault show; ockam node list --output json; ps axww; cat "$OCKAM_HOME"/nodes/*/log; } >"$WORK/said" 2>&1
for vault in "$OCKAM_HOME"/vaults/*.sqlite3; do seeds_of "$vault"; done >"$WORK/seeds"
[ "$(wc -l <"$WORK/seeds")" -ge 2 ] || fail "no keys to look for"
python3 - "$WORK/seeds" "$WORK/said" "$OCKAM_HOME/database.sqlite3" <<'END'
import base64, sys
seeds, *files = sys.argv[1:]
for seed in map(bytes.fromhex, open(seeds).read().split()):
    for file in files:
        data = open(file, "rb").read()
        assert len(data) > 1000, file
        for form in seed, seed.hex().encode(), seed.hex().upper().encode(), base64.b64encode(seed).rstrip(b"="):
            assert form not in data, "a secret is in " + file
END
grep -q "is open" "$WORK/said" || fail "the nodes logged nothing of their channels"

# With its nodes an identity can go, and then its key is gone, too.
ockam node delete --all
is "$me" "$(ockam identity show default)"
ockam identity delete alice
is "" "$(seeds_of "$OCKAM_HOME/vaults/v1.sqlite3")"
ockam vault delete v1
refused 70 "not found" ockam identity show alice
ockam reset -y
is "" "$(ls -A "$OCKAM_HOME")"
all_gone
