# Who watches nodes with Prometheus and Grafana: the rules hold, and every expression of them and of the board gets an
# answer from a real Prometheus that has scraped a node with a portal in use.
monitoring=$TESTS/../packaging/monitoring
promtool check rules "$monitoring/ockam.rules.yml"
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
ockam node create n1 --status-port 9100 --log-format json >/dev/null
ockam relay create n1 --at /node/hub --to n1 >/dev/null
serve 9000
ockam tcp-outlet create --at n1 --to 9000 >/dev/null
ockam tcp-inlet create --at n1 --from 6000 --to /ip4/127.0.0.1/tcp/7000/service/forward_to_n1/service/outlet >/dev/null
is "hello from the web server" "$(curl -s http://127.0.0.1:6000/)"
cat >prometheus.yml <<Y
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: ["$monitoring/ockam.rules.yml"]
scrape_configs: [{job_name: ockam, static_configs: [{targets: ["127.0.0.1:9100"]}]}]
Y
prometheus --config.file=prometheus.yml --web.listen-address=127.0.0.1:9090 --storage.tsdb.path=data --log.level=warn \
  >prometheus.log 2>&1 &
prometheus=$!
asks() { curl -s --max-time 5 "http://127.0.0.1:9090/api/v1/query" --data-urlencode "query=$1"; }
# a rate needs two scrapes
scraped() { asks 'rate(ockam_link_bytes_total[1m])' | grep -q '"value"'; }
eventually 30 scraped
python3 -B "$TESTS/scenarios/monitoring.py" http://127.0.0.1:9090 "$monitoring/ockam-grafana.json" "$monitoring/ockam.rules.yml"

# An alert is there when its cause is.
ockam node stop hub >/dev/null
alerts() { curl -s http://127.0.0.1:9090/api/v1/alerts | grep -q 'OckamSessionDown'; }
eventually 40 alerts
kill "$prometheus"
wait "$prometheus" || true

# The log is JSON, a line an object.
is 0 "$(jq -e 'select((.time and .level and .text) | not)' "$OCKAM_HOME/nodes/n1/log" | wc -l)"
[ "$(jq -r .text "$OCKAM_HOME/nodes/n1/log" | wc -l)" -gt 1 ]
all_gone
