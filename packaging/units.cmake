# The texts of the units, for `ockam service install`: cli/services/unit.hpp.
file(READ packaging/systemd/ockam@.service node_unit)
file(READ packaging/systemd/ockam-run.service file_unit)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/packaging-units/unit_texts.cpp CONTENT
"#include \"cli/services/unit.hpp\"

namespace ockam::cli {

const char* const node_unit = R\"unit(@node_unit@)unit\";
const char* const file_unit = R\"unit(@file_unit@)unit\";

} // namespace ockam::cli
" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS packaging/systemd/ockam@.service
  packaging/systemd/ockam-run.service)
target_sources(ockam_cli PRIVATE ${CMAKE_BINARY_DIR}/packaging-units/unit_texts.cpp)
