// Bodies that are nobody's business, whatever the names in them.
#pragma once

#include <string_view>

namespace databricks::detail {

/// While one lives, the bodies of what this thread sends and receives are shown nowhere: the log and the texts of
/// errors have a note in their place. For calls that carry secrets in texts of their own form. They may be nested.
class HiddenBodies {
 public:
  HiddenBodies();
  ~HiddenBodies();
  HiddenBodies(const HiddenBodies&) = delete;
  HiddenBodies& operator=(const HiddenBodies&) = delete;

  /// Whether there is one on this thread.
  static bool any();
  static constexpr std::string_view kNote = "[not shown]";
};

}  // namespace databricks::detail
