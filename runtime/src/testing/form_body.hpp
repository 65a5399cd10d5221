// A multipart/form-data body made of its parts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::testing::detail {

class FormBody {
 public:
  /// `content_type` names the boundary. A body of more than `limit` bytes is not kept.
  FormBody(std::string_view content_type, std::size_t limit);

  /// Both return false when the limit is reached.
  bool begin(std::string_view name, std::string_view file_name);
  bool add(std::string_view bytes);
  bool is_full() const { return is_full_; }
  std::string finish();

 private:
  std::string delimiter_;
  std::size_t limit_;
  std::string body_{};
  bool is_full_ = false;
};

}  // namespace databricks::testing::detail
