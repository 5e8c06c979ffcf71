# Permissions by attributes: who has component=edge gets through, who has another does not.
source "$TESTS/scenarios/pages/page.bash"
serve 5000
# The page says that this one is denied: the inlet is told so at once, listens, and nothing comes back.
denied() {
  if curl --fail --silent --head --max-time 5 127.0.0.1:8000; then fail "x got through"; fi
}

page 2023-04
ockam enroll
ockam project information --output json > project.json
cp1_token=$(ockam project enroll --attribute component=control)
ep1_token=$(ockam project enroll --attribute component=edge)
x_token=$(ockam project enroll --attribute component=x)
ockam identity create control_identity
ockam project authenticate --token $cp1_token --identity control_identity
ockam node create control_plane1 --project-path project.json --identity control_identity
ockam policy create --at control_plane1 --resource tcp-outlet --expression '(= subject.component "edge")'
ockam tcp-outlet create --at /node/control_plane1 --from /service/outlet --to 127.0.0.1:5000
ockam forwarder create control_plane1 --at /project/default --to /node/control_plane1
ockam identity create edge_identity
ockam project authenticate --token $ep1_token --identity edge_identity
ockam node create edge_plane1 --project-path project.json --identity edge_identity
ockam policy create --at edge_plane1 --resource tcp-inlet --expression '(= subject.component "control")'
ockam tcp-inlet create --at /node/edge_plane1 --from 127.0.0.1:7000 --to /project/default/service/forward_to_control_plane1/secure/api/service/outlet
shows_head 7000
ockam identity create x_identity
ockam project authenticate --token $x_token --identity x_identity
ockam node create x --project-path project.json --identity x_identity
ockam policy create --at x --resource tcp-inlet --expression '(= subject.component "control")'
refused 69 "refused there" ockam tcp-inlet create --at /node/x --from 127.0.0.1:8000 --to /project/default/service/forward_to_control_plane1/secure/api/service/outlet
denied

page 2023-06 2023-09
ockam enroll
cp1_token=$(ockam project ticket --attribute component=control)
ep1_token=$(ockam project ticket --attribute component=edge)
x_token=$(ockam project ticket --attribute component=x)
ockam identity create control_identity
ockam project enroll $cp1_token --identity control_identity
ockam node create control_plane1 --identity control_identity
ockam policy create --at control_plane1 --resource tcp-outlet --expression '(= subject.component "edge")'
ockam tcp-outlet create --at /node/control_plane1 --from /service/outlet --to 127.0.0.1:5000
ockam relay create control_plane1 --at /project/default --to /node/control_plane1
ockam identity create edge_identity
ockam project enroll $ep1_token --identity edge_identity
ockam node create edge_plane1 --identity edge_identity
ockam policy create --at edge_plane1 --resource tcp-inlet --expression '(= subject.component "control")'
ockam tcp-inlet create --at /node/edge_plane1 --from 127.0.0.1:7000 --to /project/default/service/forward_to_control_plane1/secure/api/service/outlet
shows_head 7000
ockam identity create x_identity
ockam project enroll $x_token --identity x_identity
ockam node create x --identity x_identity
ockam policy create --at x --resource tcp-inlet --expression '(= subject.component "control")'
refused 69 "refused there" ockam tcp-inlet create --at /node/x --from 127.0.0.1:8000 --to /project/default/service/forward_to_control_plane1/secure/api/service/outlet
denied
