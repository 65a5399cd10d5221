#include "observe/json_tree.hpp"

#include "json/handler.hpp"
#include "json/utf8.hpp"
#include "observe/masked_names.hpp"
#include "observe/redact.hpp"

#include <boost/json/basic_parser_impl.hpp>

namespace databricks::detail {

namespace {

// Printing is recursive, and a tree takes some twenty times the room of its text.
constexpr std::size_t kDeepest = 100;
constexpr std::size_t kLargest = std::size_t{4} << 20;

// A handler for boost::json::basic_parser.
class TreeBuilder : public JsonHandler {
 public:
  JsonTree take() { return std::move(tree_); }

  bool on_object_begin(Error&) { return begin(JsonNode::Kind::object); }
  bool on_object_end(std::size_t, Error&) { return end(); }
  bool on_array_begin(Error&) { return begin(JsonNode::Kind::list); }
  bool on_array_end(std::size_t, Error&) { return end(); }
  bool on_key_part(View part, std::size_t, Error&) { return add_part(part); }
  bool on_key(View part, std::size_t, Error&);
  bool on_string_part(View part, std::size_t, Error&) { return add_part(part); }
  bool on_string(View part, std::size_t, Error&);
  bool on_int64(std::int64_t, View digits, Error&) { return literal(digits); }
  bool on_uint64(std::uint64_t, View digits, Error&) { return literal(digits); }
  bool on_double(double, View digits, Error&) { return literal(digits); }
  bool on_bool(bool value, Error&) { return literal(value ? "true" : "false"); }
  bool on_null(Error&) { return literal("null"); }

 private:
  bool add_part(View part) {
    parts_.append(part.data(), part.size());
    return true;
  }
  bool literal(View text) { return value(JsonNode::Kind::literal, {text.data(), text.size()}); }
  bool value(JsonNode::Kind kind, std::string_view text);
  bool begin(JsonNode::Kind kind);
  bool end();

  JsonTree tree_{};
  std::string parts_{};                // of a text that comes in several
  std::vector<std::uint32_t> open_{};  // nodes that were begun
  std::vector<std::uint32_t> last_{};  // their last children so far; 0: none
  std::uint32_t key_ = 0, key_size_ = 0;
  std::size_t skipped_ = 0;  // how many levels deep in the value of a secret
  bool secret_ = false;      // the next value is one
  bool link_ = false;        // the next value is a pre-signed URL, if it is a URL with a query
};

std::uint32_t add(std::string& pool, std::string_view text) {
  const auto at = static_cast<std::uint32_t>(pool.size());
  pool += text;
  return at;
}

// `https://host/path?**REDACTED**`
void mask_query(std::string& link) {
  const std::size_t query = link.find('?');
  if (query != link.npos && link.find("://") < query) link.replace(query + 1, link.npos, kMask);
}

bool TreeBuilder::on_key(View part, std::size_t, Error&) {
  add_part(part);
  if (skipped_ == 0) {
    secret_ = is_masked_name(parts_);
    link_ = is_signed_link(parts_);
    key_ = add(tree_.pool, parts_);
    key_size_ = static_cast<std::uint32_t>(parts_.size());
  }
  parts_.clear();
  return true;
}

bool TreeBuilder::on_string(View part, std::size_t, Error&) {
  add_part(part);
  if (link_) mask_query(parts_);
  value(JsonNode::Kind::text, parts_);
  parts_.clear();
  return true;
}

// A node for a value, or for the mask in its place.
bool TreeBuilder::value(JsonNode::Kind kind, std::string_view text) {
  if (skipped_ > 0) return true;
  if (secret_) {
    kind = JsonNode::Kind::text;
    text = kMask;
  }
  JsonNode node{.kind = kind, .key = key_, .key_size = key_size_};
  node.text = add(tree_.pool, text);
  node.text_size = static_cast<std::uint32_t>(text.size());
  const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
  if (!open_.empty()) {
    (last_.back() == 0 ? tree_.nodes[open_.back()].first : tree_.nodes[last_.back()].next) = index;
    last_.back() = index;
    ++tree_.nodes[open_.back()].count;
  }
  tree_.nodes.push_back(node);
  secret_ = link_ = false;
  key_size_ = 0;
  return true;
}

bool TreeBuilder::begin(JsonNode::Kind kind) {
  if (skipped_ > 0 || secret_) {
    value(kind, {});
    ++skipped_;
    return true;
  }
  value(kind, {});
  open_.push_back(static_cast<std::uint32_t>(tree_.nodes.size() - 1));
  last_.push_back(0);
  return true;
}

bool TreeBuilder::end() {
  if (skipped_ > 0) {
    --skipped_;
  } else {
    open_.pop_back();
    last_.pop_back();
  }
  return true;
}

std::optional<JsonTree> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kDeepest;
  boost::json::basic_parser<TreeBuilder> parser(options);
  boost::json::error_code error;
  const std::size_t end = parser.write_some(false, text.data(), text.size(), error);
  if (error || end < text.size()) return std::nullopt;
  return parser.handler().take();
}

}  // namespace

std::optional<JsonTree> json_tree(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > kLargest) return std::nullopt;
  auto tree = parse(text);
  if (!tree && !is_utf8(text)) tree = parse(repaired_json(text));
  return tree;
}

}  // namespace databricks::detail
