# Secure channels. Its sections make nodes of the same names: before each, those of the one before go.
source "$TESTS/scenarios/pages/page.bash"
serve 9000
section() { ockam node delete --all --yes >/dev/null; }

over_a_link() {
  ockam node create a
  ockam node create b
  channel=$(ockam secure-channel create --from a --to /node/b/service/api)
  is HELLO "$(ockam message send hello --from a --to "$channel/service/uppercase")"
  is HELLO "$(ockam secure-channel create --from a --to /node/b/service/api |
    ockam message send hello --from a --to -/service/uppercase)"
}
over_two_links() { # [HOP]: the part of the route between two links
  first=$(ockam tcp-connection create --from a --to 127.0.0.1:7000)
  second=$(ockam tcp-connection create --from bridge1 --to 127.0.0.1:8000)
  third=$(ockam tcp-connection create --from bridge2 --to 127.0.0.1:9001)
  way=/worker/${first##*/}${1-}/worker/${second##*/}${1-}/worker/${third##*/}
  is HELLO "$(ockam message send hello --from a --to $way/service/uppercase)"
  is HELLO "$(ockam secure-channel create --from a --to $way/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"
}
through_the_project() {
  is HELLO "$(ockam secure-channel create --from a --to /project/default/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"
  ockam tcp-outlet create --at a --from /service/outlet --to 127.0.0.1:9000
  ockam secure-channel create --from a --to /project/default/service/forward_to_b/service/api \
    | ockam tcp-inlet create --at a --from 127.0.0.1:6000 --to -/service/outlet
  shows_head 6000
}
authorized_by_identifier() {
  ockam identity create i1
  ockam identity show i1 > i1.identifier
  ockam node create n1 --identity i1
  ockam identity create i2
  ockam identity show i2 > i2.identifier
  ockam node create n2 --identity i2
  ockam secure-channel-listener create l --at n2 \
    --identity i2 --authorized $(cat i1.identifier)
  is HELLO "$(ockam secure-channel create \
    --from n1 --to /node/n2/service/l \
    --identity i1 --authorized $(cat i2.identifier) \
      | ockam message send hello --from n1 --to -/service/uppercase)"
}

# The page's third listener has port 9000, where its web server is, too.
page 2023-04
over_a_link
section
ockam node create a
ockam node create bridge1 --tcp-listener-address=127.0.0.1:7000
ockam node create bridge2 --tcp-listener-address=127.0.0.1:8000
ockam node create b --tcp-listener-address=127.0.0.1:9001
over_two_links
section
ockam node create relay --tcp-listener-address=127.0.0.1:7000
ockam node create b
is /service/forward_to_b "$(ockam forwarder create b --at /node/relay --to b)"
ockam node create a
ockam tcp-connection create --from a --to 127.0.0.1:7000
is HELLO "$(ockam secure-channel create --from a --to /service/$(connection_of a)/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"
section
ockam project information --output json > project.json
ockam node create a --project-path project.json
ockam node create b --project-path project.json
is /service/forward_to_b "$(ockam forwarder create b --at /project/default --to /node/a)"
through_the_project
ockam reset -y
authorized_by_identifier

hops_and_relay() {
  over_a_link
  section
  ockam node create a
  ockam node create bridge1 --tcp-listener-address=127.0.0.1:7000
  ockam service start hop --at bridge1
  ockam node create bridge2 --tcp-listener-address=127.0.0.1:8000
  ockam service start hop --at bridge2
  ockam node create b --tcp-listener-address=127.0.0.1:9001
  over_two_links /service/hop
  section
  ockam node create relay --tcp-listener-address=127.0.0.1:7000
  ockam node create b
  ockam relay create b --at /node/relay --to b
  ockam node create a
  first=$(ockam tcp-connection create --from a --to 127.0.0.1:7000)
  is HELLO "$(ockam secure-channel create --from a --to /worker/${first##*/}/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"
  section
}

page 2023-06 2023-09
hops_and_relay
ockam project information --output json > project.json
ockam node create a --project-path project.json
ockam node create b --project-path project.json
ockam relay create b --at /project/default --to /node/a
through_the_project
authorized_by_identifier

page 2025-07
hops_and_relay
ockam enroll
ockam node create a
ockam node create b
ockam relay create b --at /project/default --to /node/a
through_the_project
authorized_by_identifier
