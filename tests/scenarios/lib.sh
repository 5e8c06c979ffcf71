# What scenarios share. A scenario is a list of commands as users type them and of what must come of it;
# the first thing that is not as it must be ends it.
set -euo pipefail

fail() {
  echo "FAILED at ${BASH_SOURCE[-1]##*/}:${BASH_LINENO[-2]:-?}: $*" >&2
  for log in "$OCKAM_HOME"/nodes/*/log; do [ -f "$log" ] && { echo "--- $log" >&2; tail -20 "$log" >&2; }; done
  exit 1
}
trap 'fail "a command failed: $BASH_COMMAND"' ERR

# is EXPECTED ACTUAL
is() { [ "$1" == "$2" ] || fail "wanted '$1', got '$2'"; }
# has PART WHOLE
has() { [[ "$2" == *"$1"* ]] || fail "wanted '$1' in '$2'"; }
# matches REGEX WHOLE
matches() { [[ "$2" =~ $1 ]] || fail "wanted /$1/ in '$2'"; }
# refused EXIT PART COMMAND...: it fails with that status, says PART in one line on stderr (beside the one that says
# for what it waits), and nothing on stdout. That line is $said, too.
refused() {
  local wanted=$1 part=$2 status=0 at=$WORK${beside:+/beside.$BASHPID}
  shift 2
  [ -d "$at" ] || mkdir "$at"
  "$@" >"$at/stdout" 2>"$at/all_stderr" || status=$?
  grep -v '^waiting for ' "$at/all_stderr" >"$at/stderr" || true
  [ "$status" == "$wanted" ] || fail "wanted exit $wanted, got $status from: $* ($(<"$at/stderr"))"
  [ ! -s "$at/stdout" ] || fail "stdout of a failed command: $(<"$at/stdout")"
  said=$(<"$at/stderr")
  has "$part" "$said"
  [ "$(wc -l <"$at/stderr")" == 1 ] || fail "more than one line on stderr: $(<"$at/stderr")"
}
# beside COMMAND...: a check that waits for something runs beside those that follow, until joined.
beside() {
  (beside=yes; "$@") &
  besides+=($!)
}
joined() {
  local each
  for each in "${besides[@]}"; do wait "$each" || fail "a check that ran beside others failed"; done
  besides=()
}
besides=()
# eventually SECONDS COMMAND...: for what another process does in its own time.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "did not happen in time: $*"
    sleep 0.05
  done
}
listening() { ss -Hltn "sport = :$1" | grep -q .; }
# serve PORT [DIRECTORY]: a web server whose start page says hello.
serve() {
  mkdir -p "$WORK/www"
  echo "hello from the web server" >"$WORK/www/index.html"
  python3 -m http.server --bind 127.0.0.1 --directory "${2:-$WORK/www}" "$1" >"$WORK/www.log" 2>&1 &
  eventually 30 listening "$1"
}
nodes_running() { pgrep -fc 'ockam.* node create' || true; }
no_node_runs() { [ "$(nodes_running)" == 0 ]; }
# A sanitizer keeps freed memory on purpose: figures of memory and time then say nothing.
sanitized() { grep -qa __asan_init "$OCKAM"; }
# The end of every scenario: nothing is left.
all_gone() {
  ockam node delete --all --yes
  is 0 "$(nodes_running)"
  is "" "$(ls -A "$OCKAM_HOME/nodes" 2>/dev/null || true)"
}
