# Telegraf writes to InfluxDB through a portal.
source "$TESTS/scenarios/pages/page.bash"
serve 8086

page 2023-04
ockam enroll
ockam project information --output json > project.json
export OCKAM_INFLUXDB_TOKEN=$(ockam project enroll --attribute component=influxdb)
export OCKAM_TELEGRAF_TOKEN=$(ockam project enroll --attribute component=telegraf)
ockam identity create influxdb
ockam project authenticate --identity influxdb --token $OCKAM_INFLUXDB_TOKEN --project-path project.json
ockam node create influxdb --project-path project.json --identity influxdb
ockam policy create --at influxdb --resource tcp-outlet --expression '(= subject.component "telegraf")'
ockam tcp-outlet create --at /node/influxdb --from /service/outlet --to 127.0.0.1:8086
ockam forwarder create influxdb --at /project/default --to /node/influxdb
ockam identity create telegraf
ockam project authenticate --identity telegraf --token $OCKAM_TELEGRAF_TOKEN --project-path project.json
ockam node create telegraf --project-path project.json --identity telegraf
ockam policy create --at telegraf --resource tcp-inlet --expression '(= subject.component "influxdb")'
ockam tcp-inlet create --at /node/telegraf --from 127.0.0.1:8087 --to /project/default/service/forward_to_influxdb/secure/api/service/outlet
answers 8087

page 2023-06 2023-09
ockam enroll
export OCKAM_INFLUXDB_TOKEN=$(ockam project ticket --attribute component=influxdb)
export OCKAM_TELEGRAF_TOKEN=$(ockam project ticket --attribute component=telegraf)
ockam identity create influxdb
ockam project enroll $OCKAM_INFLUXDB_TOKEN --identity influxdb
ockam node create influxdb --identity influxdb
ockam policy create --at influxdb --resource tcp-outlet --expression '(= subject.component "telegraf")'
ockam tcp-outlet create --at /node/influxdb --from /service/outlet --to 127.0.0.1:8086
ockam relay create influxdb --at /project/default --to /node/influxdb
ockam identity create telegraf
ockam project enroll $OCKAM_TELEGRAF_TOKEN --identity telegraf
ockam node create telegraf --identity telegraf
ockam policy create --at telegraf --resource tcp-inlet --expression '(= subject.component "influxdb")'
ockam tcp-inlet create --at /node/telegraf --from 127.0.0.1:8087 --to /project/default/service/forward_to_influxdb/secure/api/service/outlet
answers 8087
