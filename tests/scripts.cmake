# Scenarios: documented commands, real processes and sockets. Each is a test of its own.
file(GLOB scenarios CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/*.sh)
list(FILTER scenarios EXCLUDE REGEX "/lib\\.sh$")
if(TARGET ockam)
  # Loaded into processes by tests: nothing of ours is in them, no sanitizer either.
  foreach(preloaded crash_points clock_offset trespasser)
    add_library(${preloaded} MODULE ${CMAKE_CURRENT_SOURCE_DIR}/crashes/${preloaded}.cpp)
    set_target_properties(${preloaded} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  endforeach()
  foreach(scenario ${scenarios})
    get_filename_component(stem ${scenario} NAME_WE)
    add_test(NAME scenario.${stem}
      COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/run $<TARGET_FILE:ockam> ${scenario})
    set_tests_properties(scenario.${stem} PROPERTIES TIMEOUT 180)
  endforeach()
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/pages/*.sh)
  foreach(page ${pages})
    get_filename_component(stem ${page} NAME_WE)
    add_test(NAME pages.${stem} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/run $<TARGET_FILE:ockam> ${page})
    set_tests_properties(pages.${stem} PROPERTIES TIMEOUT 180)
  endforeach()
  set_tests_properties(scenario.chaos PROPERTIES SKIP_REGULAR_EXPRESSION "^machines: ") # no right to make networks
  # These compare speed or memory: not beside each other, and script/test runs them when nothing else does. Of a
  # sanitizer build most of them compare nothing.
  set(alone scenario.revoked_under_load)
  if(NOT OCKAM_SANITIZE)
    list(APPEND alone scenario.portal_load scenario.slow_reader scenario.idle_node scenario.removed_visits
      scenario.memory_ends)
  endif()
  set_tests_properties(${alone} PROPERTIES RUN_SERIAL ON LABELS alone)
  file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/guide/*.md)
  list(FILTER pages EXCLUDE REGEX "/README\\.md$")
  foreach(page ${pages})
    get_filename_component(stem ${page} NAME_WE)
    add_test(NAME guide.${stem} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/run $<TARGET_FILE:ockam>
      ${CMAKE_CURRENT_SOURCE_DIR}/readme/walkthrough.sh)
    set_tests_properties(guide.${stem} PROPERTIES TIMEOUT 180 ENVIRONMENT "PAGE=${page}" LABELS once)
  endforeach()
  add_test(NAME readme.three_machines COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/run $<TARGET_FILE:ockam>
    ${CMAKE_CURRENT_SOURCE_DIR}/readme/three_machines.sh)
  add_test(NAME readme.reference COMMAND ${PROJECT_SOURCE_DIR}/script/reference --check $<TARGET_FILE:ockam>)
  set_tests_properties(readme.three_machines readme.reference PROPERTIES TIMEOUT 180)
  foreach(interop real_ockam ours_to_real our_member their_members reach slow_reader walk two_owners recorded json_keys)
    add_test(NAME interop.${interop} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/run $<TARGET_FILE:ockam>
      ${CMAKE_CURRENT_SOURCE_DIR}/interop/${interop}.sh)
    set_tests_properties(interop.${interop} PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "^skipped: ")
  endforeach()
  foreach(package deb tarball image)
    add_test(NAME package.${package} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/packages/${package}.sh ${CMAKE_BINARY_DIR})
    set_tests_properties(package.${package} PROPERTIES TIMEOUT 900 COST 200 SKIP_REGULAR_EXPRESSION "^skipped: ")
  endforeach()
  # What takes longest begins first, or it is what all wait for at the end. Seconds.
  set(longest scenario.ftp_transfers 70 interop.two_owners 70 interop.real_ockam 45 scenario.streams_survive 45
    scenario.name_lookups 30 scenario.chaos 30
    scenario.survive 30 scenario.trust_restored 25 scenario.threads 25 scenario.two_owners 25
    scenario.assault 25 interop.walk 25 scenario.crash_points 20 scenario.mistakes 15 scenario.mistakes_members 15
    scenario.credentials 15 scenario.restored 15 scenario.done 15 scenario.two_relays 15)
  while(longest)
    list(POP_FRONT longest test seconds)
    set_tests_properties(${test} PROPERTIES COST ${seconds})
  endwhile()
endif()

add_test(NAME architecture.includes COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/architecture/includes.sh)
add_test(NAME architecture.sizes COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/architecture/sizes.py)
add_test(NAME architecture.flow_control COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/architecture/flow_control.py)
add_test(NAME architecture.documents COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/architecture/documents.py)
add_test(NAME architecture.pages COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/architecture/pages.py)
add_test(NAME architecture.pictures COMMAND ${PROJECT_SOURCE_DIR}/script/pictures --check)
add_test(NAME architecture.add_a_kind COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/architecture/add_a_kind.py)
add_test(NAME architecture.turned_round COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/architecture/turned_round.sh)
add_test(NAME architecture.format COMMAND ${PROJECT_SOURCE_DIR}/script/format --check)
if(TARGET ockam)
  include(${CMAKE_CURRENT_SOURCE_DIR}/once.cmake)
endif()
