// SOCI with its SQLite backend. Debian's package says that it was built with Boost, which its
// headers use for nothing but binding Boost's own types, and does not depend on it: they compile
// without. For .cpp files of config/ only.
#pragma once
#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#undef SOCI_HAVE_BOOST_DATE_TIME

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
