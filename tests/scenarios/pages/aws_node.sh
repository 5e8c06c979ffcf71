# AWS guide: any node. Its machines with an outlet and an inlet have homes of their own.
source "$TESTS/scenarios/pages/page.bash"

page 2025-07
ockam enroll
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute example-outlet \
  --relay outlet \
    > "outlet.ticket"
ockam project ticket --expires-in 10h --usage-count 1 \
  --attribute example-inlet \
    > "inlet.ticket"
export ENROLLMENT_TICKET
serve 7777
machine() { export OCKAM_HOME=$WORK/$1; ENROLLMENT_TICKET=$(<"$1.ticket"); }
machine outlet
ockam node create --configuration '{
    "relay": "outlet",
    "tcp-outlet": {
        "to": "localhost:7777",
        "allow": "example-inlet"
    }
}'
machine inlet
ockam node create --configuration '{
    "tcp-inlet": {
      "from": "0.0.0.0:17777",
      "via": "outlet",
      "allow": "example-outlet"
    }
}'
answers 17777
OCKAM_HOME=$WORK/outlet ockam reset --yes
ockam reset --yes
