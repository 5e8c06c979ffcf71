# What runs with the release build only. The sanitizer build is for what parses, keeps and frees the bytes of others, and
# for what dies in the middle of it: unit tests, the fuzzers, what is hostile, what carries data. What is here says the
# same of both builds, and would cost a third of the time of all tests once more. `ctest --preset sanitize` leaves it out;
# `ctest --test-dir out/sanitize -L once` runs it.
#   ockam_once(WHY TEST...)
function(ockam_once why)
  set_property(TEST ${ARGN} APPEND PROPERTY LABELS once)
endfunction()

ockam_once("Looks at files of this tree and at no executable."
  architecture.includes architecture.flow_control architecture.documents architecture.pictures architecture.add_a_kind
  architecture.turned_round architecture.format)
ockam_once("Measures, and of a sanitizer build that says nothing; so do bench.*."
  scenario.idle_node scenario.slow_reader)
ockam_once("A table of commands that fail and of the words that they fail with."
  scenario.mistakes scenario.mistakes_members scenario.names scenario.questions scenario.doctor scenario.done)
ockam_once("A page, word for word; each of its commands stands in other scenarios, too."
  readme.three_machines readme.reference scenario.guide_page scenario.managed_guide_page scenario.reference_page scenario.examples)
ockam_once("What commands do with files, users and other programs of the machine, before a byte of a peer is read."
  scenario.identities scenario.private_home scenario.other_users scenario.no_hidden_project scenario.standard_input
  package.deb package.tarball package.image scenario.service scenario.service_install
  scenario.programs scenario.full_disk scenario.crash_points)
ockam_once("Judges when something happens or who is told what; the same messages go through other scenarios and test_actors."
  scenario.two_owners scenario.removed_visits scenario.name_lookups scenario.dead_name_server scenario.clock_starts
  scenario.route scenario.reach)
ockam_once("scenario.streams_survive lets the same relay die, without the clients of others."
  scenario.survive)
ockam_once("scenario.death_is_a_reset lets processes die in the same places, without the clients of others."
  scenario.ftp_transfers)
ockam_once("Its peers are processes of others, and what ours gets from them it gets in interop.real_ockam, too."
  interop.two_owners interop.walk interop.reach interop.our_member interop.slow_reader)
