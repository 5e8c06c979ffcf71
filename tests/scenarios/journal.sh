# A node whose output goes to journald puts the priority of each line in front of it, and no time; others do not.
: >journal
JOURNAL_STREAM=$(stat -L -c %d:%i journal) ockam node create n1 --foreground -v >journal &
eventually 20 grep -q '^<6>info node n1 listens on 127.0.0.1:' journal
: >objects
JOURNAL_STREAM=$(stat -L -c %d:%i objects) ockam node create n2 --foreground -v --log-format json >objects &
eventually 20 grep -q '^<6>{"level":"info","text":"node n2 listens on ' objects
JOURNAL_STREAM=8:1 ockam node create n3 --foreground -v >other &
eventually 20 grep -q '^20[0-9-]*T[0-9:.]*Z info node n3 listens on ' other
all_gone
wait
