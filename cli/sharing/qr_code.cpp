#include "cli/sharing/qr_code.hpp"

#include <dlfcn.h>
#include <memory>

extern "C" {
#include <qrencode.h>
}

namespace ockam::cli {

namespace {

/// What is used of libqrencode.
struct qr_library {
  decltype(&::QRcode_encodeString8bit) encode = nullptr;
  decltype(&::QRcode_free) free = nullptr;

  qr_library() {
    auto* const from = ::dlopen("libqrencode.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!from) return;
    encode = reinterpret_cast<decltype(encode)>(::dlsym(from, "QRcode_encodeString8bit"));
    free = reinterpret_cast<decltype(free)>(::dlsym(from, "QRcode_free"));
  }
  bool there() const noexcept { return encode && free; }
};

constexpr int quiet = 2; ///< modules of light ground around the code; four are better, two suffice

} // namespace

std::string qr_code(const std::string& text) {
  static const qr_library library;
  if (!library.there()) return {};
  const std::unique_ptr<QRcode, decltype(library.free)> code(
      library.encode(text.c_str(), 0, QR_ECLEVEL_L), library.free);
  if (!code) return {};
  const auto is_light = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= code->width || y >= code->width) return true;
    return (code->data[y * code->width + x] & 1) == 0;
  };
  std::string out;
  for (auto y = -quiet; y < code->width + quiet; y += 2) {
    for (auto x = -quiet; x < code->width + quiet; ++x) {
      const auto upper = is_light(x, y), lower = is_light(x, y + 1);
      out += upper && lower ? "\u2588" : upper ? "\u2580" : lower ? "\u2584" : " ";
    }
    out += '\n';
  }
  out.pop_back();
  return out;
}

} // namespace ockam::cli
