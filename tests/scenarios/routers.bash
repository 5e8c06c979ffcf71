# Machines of a scenario, each a network namespace: one on the internet, the others behind routers that translate addresses,
# all with the same private address, 192.168.1.2.
mount -t tmpfs none /run # ip netns keeps its names there
mkdir /run/netns
machine() {
  ip netns add "$1"
  ip -n "$1" link set lo up
}
# on_internet MACHINE ADDRESS: the one that others reach.
on_internet() {
  internet=$1
  machine "$1"
  ip -n "$1" link add internet type bridge
  ip -n "$1" addr add "$2/24" dev internet
  ip -n "$1" link set internet up
}
# behind_router MACHINE PUBLIC: its router nat-MACHINE has that address on the internet.
behind_router() {
  machine "nat-$1"
  machine "$1"
  ip link add outside netns "nat-$1" type veth peer name "to-$1" netns "$internet"
  ip -n "$internet" link set dev "to-$1" master internet up
  ip -n "nat-$1" addr add "$2/24" dev outside
  ip -n "nat-$1" link set outside up
  ip link add inside netns "nat-$1" type veth peer name eth0 netns "$1"
  ip -n "nat-$1" addr add 192.168.1.1/24 dev inside
  ip -n "nat-$1" link set inside up
  ip -n "$1" addr add 192.168.1.2/24 dev eth0
  ip -n "$1" link set eth0 up
  ip -n "$1" route add default via 192.168.1.1
  ip netns exec "nat-$1" sysctl -qw net.ipv4.ip_forward=1
  ip netns exec "nat-$1" nft \
    'table ip nat { chain out { type nat hook postrouting priority srcnat; oifname "outside" masquerade; }; }'
}
