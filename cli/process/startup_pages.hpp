// Lets a process keep less of its own code in memory.
#pragma once

namespace ockam::cli {

/// Gives the code that has run so far back to the system, with its constants and symbol tables.
/// Starting a node takes more code (SQLite, OpenSSL's tables, the dynamic linker) than serving;
/// what is needed again comes back from the page cache, page by page.
void release_startup_pages() noexcept;

} // namespace ockam::cli
