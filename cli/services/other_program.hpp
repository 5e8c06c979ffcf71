// Runs another program and waits for its end.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ockam::cli {

/// A user of this machine.
struct account {
  uid_t user = 0;
  gid_t group = 0;
  std::filesystem::path home{};
};
std::optional<account> find_account(const std::string& name);

/// From now on this process is that user, with no other groups. Errors: denied.
status become(const account&);

/// What the program wrote, on either output. It is found as a shell finds it; with `as` it is that
/// user who runs it. Errors: unavailable, with the last line that it wrote, if it fails; not_found if
/// it is not there.
result<std::string> run_program(const std::vector<std::string>& words,
                                const std::optional<account>& as = {});

} // namespace ockam::cli
