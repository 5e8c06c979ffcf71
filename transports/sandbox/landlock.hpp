// Landlock, by its three system calls: a thread gives up its rights on files, but for those that it
// lists. Whatever it starts from then on inherits that, and nothing brings the rights back; other
// threads of the process keep theirs. Paths are looked up once: a rule is for the file or directory
// that is there now, and all below it.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <span>

namespace ockam::transports {

/// What stays allowed at a path and below it. To write is to make, replace and remove, too. Running
/// a program is never allowed, nor making devices, named pipes and symbolic links.
struct file_rule {
  std::filesystem::path path;
  bool may_write = false;
};

/// The version of the kernel's Landlock; 0: it has none, has it switched off, or whoever started
/// this process does not let it ask.
int landlock_version() noexcept;

/// Takes all other rights on files from the calling thread. What is open stays open. A path that is
/// not there is left out. Errors: unavailable if there is no Landlock; io.
status limit_files(std::span<const file_rule> allowed);

} // namespace ockam::transports
