#include "cluster_secrets.hpp"

#include "observe/masked_names.hpp"
#include "observe/masked_text.hpp"

#include <databricks/error.hpp>

#include <boost/json.hpp>

#include <algorithm>

namespace databricks::ext::dbutils {

namespace {

constexpr std::size_t kLeast = 6;  // bytes of a secret
constexpr std::size_t kDeepest = 200;

void collect(const boost::json::value& value, bool in_object, std::vector<std::string>& texts) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) collect(member.value(), true, texts);
  } else if (const auto* list = value.if_array()) {
    for (const auto& element : *list) collect(element, in_object, texts);
  } else if (const auto* text = value.if_string(); text != nullptr && in_object && text->size() >= kLeast) {
    texts.emplace_back(text->data(), text->size());
  }
}

boost::json::value parse(const RawJson& json) {
  boost::json::parse_options options;
  options.max_depth = kDeepest;
  boost::json::error_code error;
  auto value = boost::json::parse(json.text, error, {}, options);
  if (error) throw InvalidArgument("the arguments of dbutils can't be read: " + error.message());
  return value;
}

}  // namespace

std::vector<std::string> confidential_texts(const RawJson& arguments, const RawJson& named) {
  std::vector<std::string> texts;
  collect(parse(arguments), false, texts);
  const auto object = parse(named);  // only in JSON is that an object
  for (const auto& argument : object.as_object()) collect(argument.value(), false, texts);
  // A text within another one must not leave the rest of that.
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return texts;
}

std::string without_texts(std::string text, const std::vector<std::string>& confidential) {
  for (const auto& secret : confidential) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + detail::kMask.size())) {
      text.replace(at, secret.size(), detail::kMask);
    }
  }
  return detail::masked_text(text);
}

}  // namespace databricks::ext::dbutils
