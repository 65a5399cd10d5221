#include "call/decode.hpp"

#include "json/writer.hpp"
#include "observe/redact.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kExcerptBytes = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// What is read, and what an error says of it.
struct Answer {
  const HttpRequest& request;
  const HttpResponse& http;

  // Without the query, which may hold secrets.
  std::string url() const { return request.origin + request.target.substr(0, request.target.find('?')); }
  std::string excerpt() const {
    const std::string* type = http.headers.find("Content-Type");
    return detail::excerpt(http.body, type ? std::string_view(*type) : std::string_view(), kExcerptBytes);
  }
  [[noreturn]] void refuse(const std::string& why) const {
    throw UnexpectedResponse(http.status, excerpt(), "the answer is not what it should be: " + why);
  }
  [[noreturn]] void refuse_html() const {
    throw HtmlResponse(http.status, excerpt(),
                       "received HTML instead of JSON from " + url() + " (status " + std::to_string(http.status) +
                           "); is the host right?");
  }
};

const Field* bytes_field(const Type& type) {
  if (type.kind != Kind::object) return nullptr;
  for (const Field& field : type.object->fields) {
    if (field.type().kind == Kind::bytes) return &field;
  }
  return nullptr;
}

void read_body(const Type& type, const Answer& answer, void* response) {
  std::string_view body = answer.http.body;
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == body.npos || body == "null") return;
  if (body[first] == '<') answer.refuse_html();
  try {
    read_json(type, response, body);
  } catch (const JsonError& error) {
    answer.refuse(error.what());
  }
}

void read_headers(const EndpointTable& endpoint, const Answer& answer, void* response) {
  const Type& type = endpoint.response();
  for (const auto name : endpoint.response_headers) {
    const std::string* value = answer.http.headers.find(name);
    const Field* field = find_field(type, name);
    if (value == nullptr || value->empty() || field == nullptr) continue;
    // Numbers may stand in text, so one form serves all kinds of fields.
    std::string json;
    try {
      append_text(json, *value);
      read_json(field->type(), member_of(type, *field, response), json);
    } catch (const JsonError& error) {
      answer.refuse("header " + std::string(name) + ": " + error.what());
    }
  }
}

}  // namespace

void decode_response(const EndpointTable& endpoint, const HttpRequest& request, HttpResponse&& http, void* response) {
  if (endpoint.response == nullptr || response == nullptr) return;
  const Type& type = endpoint.response();
  const Answer answer{request, http};
  read_headers(endpoint, answer, response);
  if (const Field* field = bytes_field(type)) {
    static_cast<Bytes*>(member_of(type, *field, response))->data = std::move(http.body);
  } else {
    read_body(type, answer, response);
  }
}

}  // namespace databricks::detail
