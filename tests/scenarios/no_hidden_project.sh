# A project is made only where somebody asks for one: looking, files, --via and wrong names make nothing and start
# nothing; what was made without being asked for by name gives way to the one that is joined later.
nothing() { is "" "$(ls -A "$OCKAM_HOME" 2>/dev/null || true)"; }

# -- reading, in an empty home
is "[]" "$(ockam project list --output json)"
for line in "project show" "project version" "project default" "project-member list" "project-member list-ids" "project ticket" \
  "route trace /project/default/service/echo" "route ping /project/default/service/echo"; do
  # shellcheck disable=SC2086 # words
  refused 70 "project not found: $OCKAM_HOME knows none" ockam $line
done
no_node_runs || fail "something runs: $(pgrep -fa 'node create')"

# -- the wrong order: nothing is made behind anybody's back
ockam node create n1 >/dev/null
refused 70 "knows none" ockam tcp-inlet create --via office --to web
refused 70 "knows none" ockam tcp-inlet create --to web
refused 70 "knows none" ockam relay create home
refused 70 "project not found" ockam node create n2 --project default
cat >with_project.yaml <<'EOF'
relays:
  home: { at: /project/default, to: n1 }
EOF
refused 78 "knows none" ockam run with_project.yaml
is 1 "$(nodes_running)"
is "[]" "$(ockam project list --output json)"

# -- said as an argument: it is made, with a note
is hi "$(ockam message send hi --to /project/default/service/echo 2>notes)"
has "made project default on this machine; its node is project-default" "$(<notes)"
is n1 "$(ockam node default)"
has '"is_default": true' "$(ockam project list --output json)"
refused 65 "is never the default node" ockam node default project-default

# -- looking does not start its node, doing does, and a unit's node nobody but the unit
ockam node stop project-default >/dev/null
for line in "project-member list" "project-member list-ids" "route trace /project/default/service/echo"; do
  # shellcheck disable=SC2086
  refused 69 "(try: ockam node start project-default)" ockam $line
done
ockam project show >/dev/null
ockam project list >/dev/null
ockam project information >/dev/null
is 1 "$(nodes_running)"
is hi "$(ockam message send hi --to /project/default/service/echo 2>notes)"
has "Started node project-default" "$(<notes)"
ockam node stop project-default >/dev/null
ockam node start project-default --foreground >/dev/null 2>&1 &
eventually 10 ockam message send hi --to /node/project-default/service/echo
ockam node stop project-default >/dev/null
wait $!
refused 69 "a terminal ran it last and has to start it (try: ockam node start project-default)" \
  ockam message send hi --to /project/default/service/echo
refused 69 "a terminal ran it last" ockam project ticket
ockam node start project-default >/dev/null
is hi "$(ockam message send hi --to /project/default/service/echo)"

# -- joined later: that one is the default from now on
other() { OCKAM_HOME=$WORK/other ockam "$@"; }
other project create office >/dev/null
other project ticket >ticket
is office "$(ockam enroll ticket)"
is office "$(ockam project default)"
is default "$(ockam project default default)"
is default "$(ockam project default)"
is office "$(ockam project default office)"
ockam node create n2 --project office >/dev/null
other project ticket --relay r >ticket2
is hi "$(ockam message send hi --from n2 --to /project/default/service/echo)"

# -- and one of the same name takes the place of what made itself, as long as nobody is in that
third() { OCKAM_HOME=$WORK/third ockam "$@"; }
third enroll >/dev/null 2>notes
has "made project default on this machine" "$(<notes)"
is default "$(third enroll)"
fourth() { OCKAM_HOME=$WORK/fourth ockam "$@"; }
fourth project create >/dev/null
fourth project ticket >ticket
is default "$(third enroll ticket 2>notes)"
has "Forgot the project default that this home had made by itself" "$(<notes)"
is "$(fourth project information)" "$(third project show)"
is default "$(third enroll 2>notes)"
has "there is no ticket: this home knows project default already" "$(<notes)"

for each in other third fourth; do "$each" node delete --all --yes; done
all_gone
