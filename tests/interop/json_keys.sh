# JSON for scripts that were written for the reference: the real command and ours are run in the same situation, and
# every key that the real one prints is there in ours, with a value of the same type; what is not is on a short list
# with the reason. Prints "N of M".
source "$TESTS/interop/real.sh"
export OCKAM_RS=$rs
python3 "$TESTS/interop/json_keys.py" "$WORK" | tee compared
read -r good _ all < <(tail -1 compared)
is "$all" "$good"
[ "$all" -ge 37 ] || fail "only $all commands were compared"
