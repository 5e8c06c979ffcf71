# A web application and its database.
source "$TESTS/scenarios/pages/page.bash"
serve 5433

page 2023-04
ockam project information --output=json > project.json
export DB_TOKEN=$(ockam project enroll --attribute component=db)
export PG_PORT=5433
ockam identity create db
ockam project authenticate --identity db --token $DB_TOKEN --project-path project.json
ockam node create db --project-path project.json --identity db
ockam policy create --at db --resource tcp-outlet --expression '(= subject.component "web")'
ockam tcp-outlet create --at /node/db --from /service/outlet --to 127.0.0.1:$PG_PORT
ockam forwarder create db --to /node/db --at /project/default
export WEB_TOKEN=$(ockam project enroll --attribute component=web)
ockam identity create web
ockam project authenticate --identity web --token $WEB_TOKEN --project-path project.json
ockam node create web --project-path project.json --identity web
ockam policy create --at web --resource tcp-inlet --expression '(= subject.component "db")'
ockam tcp-inlet create --at /node/web --from 127.0.0.1:5432 --to /project/default/service/forward_to_db/secure/api/service/outlet
answers 5432

# From here on the database has its usual port, and the page's reader has enrolled before it begins.
kill %1
page 2023-06
serve 5432
ockam enroll
export DB_TOKEN=$(ockam project ticket --attribute component=db)
export PG_PORT=5432
ockam identity create db
ockam project enroll $DB_TOKEN --identity db
ockam node create db --identity db
ockam policy create --at db --resource tcp-outlet --expression '(= subject.component "web")'
ockam tcp-outlet create --at /node/db --from /service/outlet --to 127.0.0.1:$PG_PORT
ockam relay create db --to /node/db --at /project/default
export WEB_TOKEN=$(ockam project ticket --attribute component=web)
export OCKAM_PORT=5433
export APP_PG_PORT=$OCKAM_PORT
ockam identity create web
ockam project enroll $WEB_TOKEN --identity web
ockam node create web --identity web
ockam policy create --at web --resource tcp-inlet --expression '(= subject.component "db")'
ockam tcp-inlet create --at /node/web --from 127.0.0.1:$OCKAM_PORT --to /project/default/service/forward_to_db/secure/api/service/outlet
answers 5433

page 2023-09
ockam enroll
export PG_PORT=5432
ockam tcp-outlet create --to $PG_PORT
ockam relay create
export OCKAM_PORT=5433
ockam tcp-inlet create --from $OCKAM_PORT
answers 5433
