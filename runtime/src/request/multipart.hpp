// Bodies of several parts, as HTML forms send files (RFC 7578).
#pragma once

#include <databricks/stream.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks::detail {

/// multipart/form-data. The boundary is 122 random bits, so that no content can be made to hold it.
class MultipartForm {
 public:
  MultipartForm();

  /// A field with its value as it is. Quotes and line breaks of names are percent-encoded.
  void add(std::string_view name, std::string_view value);
  /// A file. Its bytes are read when the body is sent. Throws InvalidArgument for a Source without bytes.
  void add_file(std::string_view name, std::string_view file_name, const Source& contents);

  /// `multipart/form-data; boundary=...`
  std::string content_type() const;
  /// All parts in their order. Rewindable if all files are, and of known size if all are.
  Source body() const;

 private:
  struct Part {
    std::string head{};
    Source contents{};
  };

  std::string boundary_;
  std::vector<Part> parts_;
};

}  // namespace databricks::detail
