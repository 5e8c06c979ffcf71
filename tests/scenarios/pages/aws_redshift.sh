# AWS guide: Redshift, whose client is in a container.
source "$TESTS/scenarios/pages/page.bash"

page 2025-07
ockam enroll
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute amazon-redshift-outlet \
  --relay redshift \
    > "outlet.ticket"
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute amazon-redshift-inlet \
    > "inlet.ticket"
serve 5439
export OCKAM_HOME=$WORK/outlet ENROLLMENT_TICKET=$(cat outlet.ticket)
export REDSHIFT_ENDPOINT=localhost:5439
ockam node create --configuration '{
    "http-server-port": 23345,
    "relay": "redshift",
    "tcp-outlet": {
        "to": "$REDSHIFT_ENDPOINT",
        "allow": "amazon-redshift-inlet"
    }
}'
export OCKAM_HOME=$WORK/inlet ENROLLMENT_TICKET=$(cat inlet.ticket)
OCKAM_LOGGING=true OCKAM_LOG_LEVEL=info ockam node create --enrollment-ticket ${ENROLLMENT_TICKET} --foreground --configuration '
tcp-inlet:
  via: redshift
  allow: amazon-redshift-outlet
  from: 127.0.0.1:15439
' >container.log 2>&1 &
container=$!
eventually 20 listening 15439
eventually 20 curl -sS --max-time 2 http://127.0.0.1:15439
answers 15439
has 15439 "$(ockam node show)"
kill "$container"
wait "$container" || true
OCKAM_HOME=$WORK/outlet ockam node delete --all --yes
