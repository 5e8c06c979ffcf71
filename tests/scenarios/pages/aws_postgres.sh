# AWS guide: RDS for PostgreSQL, whose client is in a container.
source "$TESTS/scenarios/pages/page.bash"

page 2025-07
ockam enroll
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute amazon-rds-postgresql-outlet \
  --relay postgresql \
    > "outlet.ticket"
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute amazon-rds-postgresql-inlet \
    > "inlet.ticket"
serve 5432
export OCKAM_HOME=$WORK/outlet ENROLLMENT_TICKET=$(cat outlet.ticket)
export POSTGRES_ENDPOINT=localhost
ockam node create --configuration '{
    "relay": "postgresql",
    "tcp-outlet": {
        "to": "$POSTGRES_ENDPOINT:5432",
        "allow": "amazon-rds-postgresql-inlet"
    }
}'
export OCKAM_HOME=$WORK/inlet ENROLLMENT_TICKET=$(cat inlet.ticket)
OCKAM_DEVELOPER=false OCKAM_LOGGING=true OCKAM_LOG_LEVEL=info ockam node create --foreground --node-config '
ticket: ${ENROLLMENT_TICKET}
tcp-inlet:
  from: 127.0.0.1:15432
  via: postgresql
  allow: amazon-rds-postgresql-outlet
' >container.log 2>&1 &
container=$!
eventually 20 listening 15432
eventually 20 curl -sS --max-time 2 http://127.0.0.1:15432
answers 15432
has 15432 "$(ockam node show)"
kill "$container"
wait "$container" || true
OCKAM_HOME=$WORK/outlet ockam node delete --all --yes
