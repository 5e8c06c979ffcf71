# Nodes. One of 2023-04 asks n1 when it has deleted it; here it is made again, as later ones say.
source "$TESTS/scenarios/pages/page.bash"

lists_n2() { [[ "$(ockam node list)" == *n2* ]]; }
life_of_nodes() {
  ockam node create
  ockam node create n1
  ockam node create n2 --foreground --verbose >n2.log 2>&1 &
  foreground=$!
  eventually 20 lists_n2
  has n1 "$(ockam node list)"
  ockam node stop n1
  ockam node start n1
  ockam node delete n1
  ockam node delete --all
  wait "$foreground" || true
  ockam node create n1
  has uppercase "$(ockam worker list --at n1)"
  is HELLO "$(ockam message send hello --to /node/n1/service/uppercase)"
}
# Of the hosted service: a project of this machine stands for it.
of_the_service() {
  ockam enroll
  ockam space list
  ockam enroll
  has default "$(ockam project list)"
  is hello "$(ockam message send hello --to /project/default/service/echo)"
}

page 2023-04
life_of_nodes
has /service/uppercase "$(ockam service list --node n1)"
of_the_service

page 2023-06 2023-09 2025-07
life_of_nodes
has /service/uppercase "$(ockam service list --at n1)"
of_the_service
