// What handlers of boost::json::basic_parser have in common.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>

namespace databricks::detail {

/// The base of a handler that has no limits and cares for values only.
struct JsonHandler {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  using Error = boost::json::error_code;
  using View = boost::json::string_view;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_number_part(View, Error&) { return true; }  // the text is one piece, so numbers are
  bool on_comment_part(View, Error&) { return true; }
  bool on_comment(View, Error&) { return true; }
};

}  // namespace databricks::detail
