// Something that people may say: on a command line as `--at`, in a file as `at:`.
#pragma once
#include "wire/text.hpp"

#include <string>

namespace ockam::config {

struct option {
  enum traits : unsigned {
    plain = 0,
    required = 1,
    hidden = 2,    ///< help does not show it
    route = 4,     ///< the value may be `-` for a line of standard input
    repeated = 8,  ///< a list: given several times, or with commas, or both
    whole = 16,    ///< a list whose values may hold commas
    in_files = 32, ///< a key of files only
  };

  std::string names; ///< `at,node,n`: the first is what code asks for, the others mean the same
  std::string value; ///< what help calls the value; empty for a flag
  std::string help;
  unsigned trait = plain;

  std::string name() const { return names.substr(0, names.find(',')); }
  bool is(traits which) const { return (trait & which) != 0; }
};

using wire::split_names;

} // namespace ockam::config
