# The front page.
source "$TESTS/scenarios/pages/page.bash"
serve 5000

page 2023-04
ockam enroll
ockam project information --output json > default-project.json
ockam node create s --project-path default-project.json
ockam tcp-outlet create --at s --from /service/outlet --to 127.0.0.1:5000
ockam forwarder create s --at /project/default --to s
ockam node create c --project-path default-project.json
ockam secure-channel create --from c --to /project/default/service/forward_to_s/service/api\
  | ockam tcp-inlet create --at c --from 127.0.0.1:7000 --to -/service/outlet
shows_head 7000

serve 6000
page 2023-06 2023-09
ockam enroll
ockam tcp-outlet create --to 6000
ockam relay create
ockam tcp-inlet create --from 7000
shows_head 7000
