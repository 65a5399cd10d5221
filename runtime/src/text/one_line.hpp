// Texts of strangers, fit to be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks {

/// On one line, without control characters, and no longer than about this many bytes.
inline std::string one_line(std::string_view text, std::size_t most = 1024) {
  std::string shown;
  for (const char c : text) {
    if (shown.size() >= most && (static_cast<unsigned char>(c) & 0xc0) != 0x80) return shown + "...";
    if (c == '\r') continue;
    shown += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
  }
  return shown;
}

}  // namespace databricks
