# The AWS guides that docs/pages.md counts as not passing: their tickets are made, and what of their files there is not is
# refused by name.
source "$TESTS/scenarios/pages/page.bash"
left_out() { # WORD FILE
  echo "$2" >file.json
  refused 78 "$1" ockam node create --configuration "$2"
  [ "$(ockam node list --output json --jq 'map(select(.name == "never")) | length')" == 0 ] || fail "a node is left"
}

page not-passing
ockam enroll
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute amazon-bedrock-inlet --tls \
    > "inlet.ticket"
matches '^[0-9a-f-]{36}$' "$(ockam project show --jq .id | tr -d '"')"
left_out kafka-outlet '{ "name": "never", "relay": "kafka", "kafka-outlet": { "bootstrap-server": "b-1.example.net:9098", "allow": "amazon-msk-kafka-inlet" } }'
left_out kafka-inlet '{ "name": "never", "kafka-inlet": { "from": "127.0.0.1:9092", "disable-content-encryption": true } }'
left_out influxdb-outlet '{ "name": "never", "relay": "influxdb", "influxdb-outlet": { "to": "db.example.net:8086", "tls": true } }'
left_out influxdb-inlet '{ "name": "never", "influxdb-inlet": { "from": "0.0.0.0:8086", "via": "influxdb", "tls": true } }'
