// Errors as values, of which the public API has the same.
#pragma once
#include <ockam/error.hpp>
