# A project's backup: made while members enroll, restored on another machine, where everybody is a member still.
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
# who: identifiers in what `project-member list --output json` prints
who() { python3 -c 'import json, sys; print(*sorted(each["identifier"] for each in json.load(sys.stdin)), sep="\n")'; }
ockam project create --tcp-listener-address 127.0.0.1:4000 >/dev/null
ockam policy create --at project-default --resource-type relay --expression '(= subject.ockam-relay "never")' >/dev/null
before=$(ockam project information --output json)
member() { OCKAM_HOME=$WORK/member$1 ockam "${@:2}"; }
ockam project ticket --usage-count 20 --relay '*' >ticket
member 1 project enroll ticket >/dev/null

# -- in the middle of enrolments: whoever was told that it is a member is in the backup
for i in 2 3 4 5; do member $i project enroll ticket >"enrolled$i" 2>&1 & pids="${pids:-} $!"; done
is "$WORK/first.backup" "$(ockam project backup "$WORK/first.backup" 2>notes)"
has "Whoever has $WORK/first.backup is the project" "$(<notes)"
for pid in $pids; do wait "$pid"; done
all=$(ockam project-member list --output json | who)
is 6 "$(wc -l <<<"$all")"
made=$(ockam project backup all.backup --output json 2>/dev/null)
is 6 "$(field members <<<"$made")"
is 600 "$(stat -c %a all.backup)"
is "" "$(ls -A "$OCKAM_HOME/projects" | grep -v '^project-default$' || true)"
refused 73 "all.backup is there already" ockam project backup all.backup
refused 70 "is not one of $OCKAM_HOME" ockam project backup other --project other
refused 73 "is hosted in $OCKAM_HOME already" ockam project restore all.backup

# -- a copy of the members' file alone has them all, too
cp "$OCKAM_HOME/projects/project-default/members.sqlite3" copy.sqlite3
is 6 "$(python3 -c 'import sqlite3; print(sqlite3.connect("copy.sqlite3").execute("select count(*) from members").fetchone()[0])')"

# -- what is no backup, cut, of others
head -c 20000 all.backup >cut.backup
chmod 600 cut.backup
other() { OCKAM_HOME=$WORK/other ockam "$@"; }
refused 74 "it is damaged" other project restore cut.backup
cp all.backup open.backup
chmod 644 open.backup
refused 77 "others can read the backup open.backup" other project restore open.backup
refused 70 "the backup none.backup is not there" other project restore none.backup
is "" "$(ls -A "$WORK/other/projects" 2>/dev/null || true)"

# -- elsewhere: the first machine is gone, and another one has its address
ockam node stop project-default >/dev/null
is default "$(other project restore all.backup 2>notes)"
has "must not run any more" "$(<notes)"
is "$before" "$(other project information --output json)"
is "$all" "$(other project-member list --output json | who | grep -vF "$(other identity show)")"
has '(= subject.ockam-relay "never")' "$(other policy list --at project-default)"
is HELLO "$(member 1 message send hello --to /project/default/service/uppercase)"
is HELLO "$(member 5 message send hello --to /project/default/service/uppercase)"
member 6 project enroll ticket >/dev/null # the ticket, too, and it has been used five times
other project ticket >ticket2             # and who restored it is an enroller
member 7 project enroll ticket2 >/dev/null
is 9 "$(other project-member list --output json | who | wc -l)"

# -- a node that a command wakes is as it was
other node stop project-default >/dev/null
other node start project-default --status-port 9100 >/dev/null
kill -9 "$(other node show project-default --output json | field pid)"
woken() { is HELLO "$(other message send hello --to /project/default/service/uppercase 2>>notes)"; }
eventually 10 woken
has "Started node project-default of project default again" "$(<notes)"
curl -sS --max-time 5 127.0.0.1:9100/healthz >/dev/null
other node delete --all --yes >/dev/null
all_gone
