# A node that has started gave up what it does not need: its threads try it, and fail. What it needs goes on working.
# Who tries is a library of the test, tests/crashes/trespasser.cpp.
ockam node create probe >/dev/null
sandbox_of() { ockam node show "$1" --output json | python3 -c 'import json, sys; print(json.load(sys.stdin)["sandbox"]["'"$2"'"])'; }
if [ "$(sandbox_of probe reason)" != "" ]; then echo "skipped: $(sandbox_of probe reason)"; exit 0; fi
has "Sandbox: system calls and files" "$(ockam node show probe)"
has "its sandbox is complete" "$(ockam doctor --node probe)"
ockam node delete probe --yes >/dev/null

# what is tried: a key, the home, a file that is somebody's, a place that is no node's
mount -t tmpfs none /mnt
ockam identity create bob >/dev/null
ockam vault create away --path /mnt/away.vault >/dev/null
ockam identity create carol --vault away >/dev/null
echo text >/mnt/file
trespass() { # NAME OPTION...: the lines of a node that was visited, asked and told to keep something
  local at=$WORK/$1
  mkdir "$at" && ln -s "$OCKAM_HOME" "$at/home" && ln -s /mnt "$at/elsewhere" && ln -s /mnt/file "$at/somebody"
  ln -s "$(find "$OCKAM_HOME/vaults" -type f | head -1)" "$at/vault"
  OCKAM_TRESPASS=$at LD_PRELOAD=$BUILD/trespasser.so ockam node create "$@" --tcp-listener-address 127.0.0.1:0 >/dev/null
  [ "$1" == n2 ] || touch "$at/run" # a node that can become another program is gone then
  touch "$at/go"
  ockam message send hello --to "/node/$1/service/uppercase" >/dev/null
  ockam tcp-outlet create --at "$1" --to 127.0.0.1:5000 >/dev/null
  eventually 10 grep -q "^home: start a process" "$at/said"
  rm -f "$OCKAM_HOME/trespass" /mnt/trespass
  sort "$at/said"
}
refused_everywhere='trace a process: EPERM
signal a process: EPERM
open a raw socket: EPERM
make a namespace: EPERM
run what it wrote: EPERM
start a process: EPERM
become a program: EPERM'
expected() {
  for who in commands links; do
    sed "s/^/$who: /" <<<"read a key: EACCES
read the home: EACCES
read what is somebody's: EACCES
read how names are looked up: done
write in the home: EACCES
write elsewhere: EACCES
$refused_everywhere"
  done
  sed "s/^/home: /" <<<"read a key: done
read the home: done
read what is somebody's: done
read how names are looked up: done
write in the home: done
write elsewhere: EACCES
$refused_everywhere"
}
said=$(trespass n1)
is "$(expected | sort)" "$said"
for status in /proc/"$(pgrep -f 'node create .*n1')"/task/*/status; do
  matches "NoNewPrivs:.1.*Seccomp:.2" "$(tr '\n' ' ' <"$status")"
done

# what was refused is told: in the log, and where one looks for it
eventually 5 grep -q "refused system call 101 (ptrace)" "$(ockam node logs n1)"
has "system calls were refused" "$(ockam doctor --node n1 || true)"

# without the sandbox the same works: the test can fail
said=$(trespass n2 --sandbox off)
has "links: read a key: done" "$said"
has "links: start a process: done" "$said"
has "home: write elsewhere: done" "$said"
has "Sandbox: off" "$(ockam node show n2)"

ockam node delete --all --yes >/dev/null

# what a node does in its life: other identities, also of a vault elsewhere; names; logs that are full; a reload; a restart
OCKAM_LOG_MAX_SIZE_MB=1 ockam node create n1 --tcp-listener-address 127.0.0.1:7001 --sandbox required -vv >/dev/null
ockam identity create dora >/dev/null
for who in bob carol dora; do
  ockam secure-channel-listener create "$who" --at n1 --identity "$who" >/dev/null
  is HELLO "$(ockam message send hello --to "/dnsaddr/localhost/tcp/7001/secure/$who/service/uppercase")"
done
serve 5001
ockam tcp-outlet create --at n1 --to localhost:5001 >/dev/null
ockam tcp-inlet create --at n1 --from 6001 --to /secure/api/service/outlet >/dev/null
has "hello from the web server" "$(curl -sf http://localhost:6001)"
log=$(ockam node logs n1)
head -c 1100000 /dev/zero | tr '\0' '.' >>"$log"
ockam node stop n1 >/dev/null
ockam node start n1 >/dev/null
is required "$(sandbox_of n1 mode)"
has "sandbox: required" "$(ockam export n1)"
is HELLO "$(ockam message send hello --to /dnsaddr/localhost/tcp/7001/secure/carol/service/uppercase)"
has "hello from the web server" "$(curl -sf --retry 5 --retry-connrefused http://localhost:6001)"
grep "refused system call" "$log" && fail "a node was refused what it needs"

# on a kernel that has neither a node runs and says so, unless that is not wanted
old() { OCKAM_OLD_KERNEL=1 LD_PRELOAD=$BUILD/trespasser.so "$@"; }
old ockam node create n4 >/dev/null
has "Sandbox: nothing: no filter of system calls in this kernel" "$(ockam node show n4)"
has "no Landlock in this kernel" "$(ockam doctor --node n4)"
has "no Landlock in this kernel" "$(grep warn "$(ockam node logs n4)")"
refused 69 "no Landlock in this kernel" old ockam node create n5 --sandbox required
refused 69 "no Landlock in this kernel" old env OCKAM_SANDBOX=required ockam node create n6
OCKAM_SANDBOX=off ockam node create n7 >/dev/null
has "Sandbox: off" "$(ockam node show n7)"
refused 65 "--sandbox on is not known" ockam node create n8 --sandbox on
refused 78 "OCKAM_SANDBOX is none of auto, required, off: on" env OCKAM_SANDBOX=on ockam node create n8
all_gone
