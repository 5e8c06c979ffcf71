# kill -9 at what commands and nodes do to the file system, chosen by number and not by time; nothing is cleaned by hand.
# OCKAM_CRASH_KILLS: how many kills, 30 if it is not set; OCKAM_CRASH_SEED: which ones.
seconds=$SECONDS
python3 "$TESTS/scenarios/crash_points.py" "${OCKAM_CRASH_KILLS:-30}" ${OCKAM_CRASH_SEED:-} || fail "see above"
echo "in $((SECONDS - seconds)) s"
