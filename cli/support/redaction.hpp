// Takes what may be a secret out of a text that is to be given to others. Keys, tickets, links,
// credentials and tokens are long words of letters and digits, as nothing else is but identifiers,
// which are public.
//   /secret,5b7ba839...36a2,8182   ->  /secret,[64 characters left out],8182
//   postgresql://me:pass@db/x      ->  postgresql://me:[left out]@db/x
#pragma once
#include <string>
#include <string_view>

namespace ockam::cli {

std::string without_secrets(std::string_view text);

} // namespace ockam::cli
