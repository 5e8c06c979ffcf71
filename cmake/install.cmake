# cmake --install: the command, and the library with find_package(ockam) and ockam::node. What is installed of the
# rooms is archives only: programs include <ockam/...>, which names no other library.
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/ockam)
target_include_directories(ockam_node INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(ockam_node PROPERTIES EXPORT_NAME node)
install(TARGETS ockam_wire ockam_config ockam_transports ockam_channels ockam_actors ockam_cli ockam_node
  EXPORT ockam ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/ockam COMPONENT library)
install(EXPORT ockam NAMESPACE ockam:: DESTINATION ${package} COMPONENT library)
install(DIRECTORY include/ockam DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
configure_file(cmake/ockamConfig.cmake.in ${CMAKE_BINARY_DIR}/package/ockamConfig.cmake @ONLY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/package/ockamConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/package/ockamConfig.cmake ${CMAKE_BINARY_DIR}/package/ockamConfigVersion.cmake
  cmake/dependencies.cmake DESTINATION ${package} COMPONENT library)
