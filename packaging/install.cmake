# cmake --install, of what stands around the command: units, the user and the directories of services, completions,
# manual pages, documents, examples. The command itself writes the completions and the pages; in the units stands the
# place where it is installed.
install(FILES packaging/sysusers.d/ockam.conf DESTINATION lib/sysusers.d COMPONENT ockam)
install(FILES packaging/tmpfiles.d/ockam.conf DESTINATION lib/tmpfiles.d COMPONENT ockam)
install(FILES LICENSE README.md CHANGELOG.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT ockam)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT ockam)
install(DIRECTORY packaging/monitoring DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT ockam)
install(DIRECTORY config/examples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT ockam)
install(CODE "set(source \"${PROJECT_SOURCE_DIR}/packaging\")
  set(made \"${CMAKE_BINARY_DIR}/packaging\")
  set(program \"$<TARGET_FILE:ockam>\")
  set(bin \"${CMAKE_INSTALL_BINDIR}\")
  set(man \"${CMAKE_INSTALL_MANDIR}\")" COMPONENT ockam)
install(SCRIPT packaging/installed.cmake COMPONENT ockam)
