# What the tests of Ockam's pages share. Each has the command lines of one page of its documentation, as it stood at the
# dates that `page` names, word by word, and looks whether what the page shows comes. Nothing but the commands is from
# there; a program of the page that is not Ockam's is a web server here. docs/pages.md is the table of them.

# page DATE...: what follows was typed at these dates, in a home and a directory of its own.
page() {
  ockam node delete --all --yes >/dev/null 2>&1 || true
  mkdir -p "$WORK/$1"
  cd "$WORK/$1"
  export OCKAM_HOME=$WORK/$1/home
}
hello="hello from the web server"
# A program that answers at 127.0.0.1:PORT as the served one does.
answers() { is "$hello" "$(curl -sS --max-time 10 "http://127.0.0.1:$1")"; }
shows_head() { has "200 OK" "$(curl -sS --max-time 10 --head "127.0.0.1:$1")"; }
# worker: the route to the worker of the only connection that node $1 made, as the page copies it from what it printed.
connection_of() { ockam tcp-connection list --node "$1" | grep -o '0#[0-9a-f]*' | tail -1 | cut -c 3-; }
