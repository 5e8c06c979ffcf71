# A database that is reached from anywhere.
source "$TESTS/scenarios/pages/page.bash"
serve 5432

page 2023-04
ockam node create relay
ockam node create db_sidecar
ockam tcp-outlet create --at /node/db_sidecar --from /service/outlet --to 127.0.0.1:5432
ockam forwarder create db_sidecar --at /node/relay --to /node/db_sidecar
ockam node create client_sidecar
ockam secure-channel create --from /node/client_sidecar --to /node/relay/service/forward_to_db_sidecar/service/api \
  | ockam tcp-inlet create --at /node/client_sidecar --from 127.0.0.1:7777 --to -/service/outlet
answers 7777

page 2023-06
ockam node create relay
ockam node create db_sidecar
ockam tcp-outlet create --at /node/db_sidecar --from /service/outlet --to 127.0.0.1:5432
ockam relay create db_sidecar --at /node/relay --to /node/db_sidecar
ockam node create client_sidecar
ockam secure-channel create --from /node/client_sidecar --to /node/relay/service/forward_to_db_sidecar/service/api \
  | ockam tcp-inlet create --at /node/client_sidecar --from 127.0.0.1:7777 --to -/service/outlet
answers 7777

page 2023-09
ockam enroll
ockam tcp-outlet create --to 5432
ockam relay create
ockam tcp-inlet create --from 7777
answers 7777
