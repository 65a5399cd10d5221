#include "call/list_place.hpp"

#include "call/page_style.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <memory>

namespace databricks::detail {

namespace {

constexpr int kVersion = 1;

struct ResumeToken {
  int version = 0;
  std::string list{};  // the operation
  optional<RawJson> page{};
  std::uint64_t index = 0;
  bool end = false;
};
BOOST_DESCRIBE_STRUCT(ResumeToken, (), (version, list, page, index, end))

std::string name_of(const EndpointTable& endpoint) {
  return std::string(endpoint.method).append(" ").append(endpoint.path);
}

[[noreturn]] void refuse(const EndpointTable& endpoint, const std::string& why) {
  throw InvalidArgument("no resume token of `" + name_of(endpoint) + "`: " + why);
}

// What an honest list could have said.
void check_page(const EndpointTable& endpoint, const std::string& page) {
  if (page.empty()) return;
  try {
    if (endpoint.request == nullptr) throw Error("the list has one page only");
    const Type& type = endpoint.request();
    const std::unique_ptr<void, void (*)(void*)> scratch(type.create(), type.destroy);
    go_to(endpoint, scratch.get(), page);
  } catch (const Error&) {
    refuse(endpoint, "its place does not fit");
  }
}

}  // namespace

std::string write_resume_token(const EndpointTable& endpoint, const ListPlace& place) {
  ResumeToken token{.version = kVersion, .list = name_of(endpoint), .page = {}, .index = place.index, .end = place.end};
  if (!place.page.empty()) token.page = RawJson(place.page);
  return to_json(token);
}

ListPlace read_resume_token(const EndpointTable& endpoint, std::string_view text) {
  ResumeToken token;
  try {
    read_json(type_of<ResumeToken>(), &token, text, {.strict = true});
  } catch (const JsonError&) {
    refuse(endpoint, "it is not the JSON that resume_token() gives");
  }
  if (token.version != kVersion) refuse(endpoint, "its version is " + std::to_string(token.version));
  if (token.list != name_of(endpoint)) refuse(endpoint, "it is of another list");
  const std::string page = token.page ? token.page->text : std::string();
  check_page(endpoint, page);
  return {page, token.index, token.end};
}

}  // namespace databricks::detail
