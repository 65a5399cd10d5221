// The text by which a list goes on in another range or process.
#pragma once

#include <databricks/endpoint_table.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace databricks::detail {

struct ListPlace {
  std::string page{};       // see page_style.hpp
  std::uint64_t index = 0;  // of the item in the page
  bool end = false;         // there are no more items
};

std::string write_resume_token(const EndpointTable& endpoint, const ListPlace& place);
/// Throws InvalidArgument for what is no token of this list. The text is not shown: it may be anything.
ListPlace read_resume_token(const EndpointTable& endpoint, std::string_view token);

}  // namespace databricks::detail
