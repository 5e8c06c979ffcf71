# Strangers attack a node of three roles, a few of the ways of script/assault, while somebody honest is served: what must
# hold on a slow machine, too. The other ways, and how long anything takes, are judged by `script/assault`.
OCKAM=$(realpath "$OCKAM")
export OCKAM
python3 "$TESTS/assault/run.py" --short $(! sanitized || echo --sanitized) \
  hub:half_frames+mutated_frames outlet:idle_streams+strange_frames project:bad_tickets+the_owners_name
