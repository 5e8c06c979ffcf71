// The version of this library. It follows semantic versioning; before 1.0 a new minor version may
// change the API (CHANGELOG.md says how). The wire protocol does not change with it.
#pragma once

#define OCKAM_VERSION_MAJOR 0
#define OCKAM_VERSION_MINOR 1
#define OCKAM_VERSION_PATCH 0
