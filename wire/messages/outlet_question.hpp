// What an inlet of ours asks with the pings that prove its route, and what the far node says: whether
// there is an outlet that it may use. Nobody dials for it. Sources: spec wire §11, our extension.
//   ping      token:16 bytes                           all that `echo` needs to send back
//   question  token 4f 01 kind:u8 name:bytes            to `echo` in the outlet's place; kind 0 asks for the
//                                                       outlet, 5 for the outlet and the process
//   answer    token 4f 01 what:u8                      1 no outlet, 2 not allowed, 3 it is there,
//                                                       4 it is there, in a process that another one follows
//   answer    token 4f 01 what:u8 process:u64le        to kind 5; what as above, or 6: nothing is said of
//                                                       the outlet. Each process makes its number up
// A node that knows no such question, or may not tell, sends the question back as it came, as every
// echo does.
#pragma once
#include "wire/messages/portal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ockam::wire {

inline constexpr std::size_t ping_token_size = 16;

/// What stands behind the token of a ping that asks.
bytes encode_outlet_question(std::string_view name, bool asks_for_process = false);
/// The name of the outlet that a ping asks for; none if it only is a ping. It points into the
/// payload.
std::optional<std::string_view> decode_outlet_question(bytes_view payload);
/// Whether such a question asks for the process, too.
bool asks_for_process(bytes_view question) noexcept;

struct outlet_answer {
  std::optional<portal_refusal> refusal; ///< none: the outlet is there, and may be used
  bool leaving = false; ///< the same route, opened again, leads to the next process of its node
  bool unsaid = false;  ///< nothing is said of the outlet, only of the process
  /// Of the node that answers, if it was asked for: another number is another start of it.
  std::optional<std::uint64_t> process{};
  friend bool operator==(const outlet_answer&, const outlet_answer&) = default;
};

/// What stands behind the token of an answer.
bytes encode_outlet_answer(const outlet_answer&);
/// Reads what stands behind the token; none if nobody answered the question.
std::optional<outlet_answer> decode_outlet_answer(bytes_view behind_token);

} // namespace ockam::wire
