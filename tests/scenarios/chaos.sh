# A short form of script/chaos: nodes and wires fail at random for 20 s, and every promise about streams holds.
# CHAOS_SEED=N strikes otherwise.
export TMPDIR=$WORK WARM_UP_S=3 CLIENTS=40
if sanitized; then export SANITIZED=1 CLIENTS=20; fi
python3 -B "$TESTS/../bench/chaos.py" 20 "${CHAOS_SEED:-1}"
is 0 "$(nodes_running)"
