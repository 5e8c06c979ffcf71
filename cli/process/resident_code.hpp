// What a process keeps in memory of its own code.
#pragma once

namespace ockam::cli {

/// Gives the code that has run so far back to the system, with its constants and symbol tables.
/// Starting a node takes more of it (SQLite, OpenSSL's tables, the dynamic linker) than serving;
/// what is needed again comes back from the page cache, page by page.
void release_startup_code() noexcept;

} // namespace ockam::cli
