#include "observe/shown_json.hpp"

#include "json/utf8.hpp"
#include "observe/json_tree.hpp"
#include "observe/masked_text.hpp"
#include "observe/plain_text.hpp"

#include <algorithm>
#include <array>

namespace databricks::detail {

namespace {

constexpr std::size_t kLeastLimit = 96;

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex[unit >> shift & 15];
}

// `text` begins with this character of more than one byte.
unsigned code_point(std::string_view character) {
  constexpr std::array<unsigned, 5> kLeadBits = {0, 0, 0x1F, 0x0F, 0x07};
  unsigned code = static_cast<unsigned char>(character[0]) & kLeadBits[character.size()];
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view plain = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const std::size_t at = plain.find(c);
  if (at != plain.npos) {
    out += '\\';
    out += letters[at];
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    append_unit(out, static_cast<unsigned char>(c));
  } else {
    out += c;
  }
}

// The text is UTF-8.
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(utf8_sequence(text), 1);
    if (size == 1) {
      append_escaped(out, text.front());
    } else if (const unsigned code = code_point(text.substr(0, size)); code > 0xFFFF) {
      append_unit(out, 0xD800 + ((code - 0x10000) >> 10));
      append_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      append_unit(out, code);
    }
    text.remove_prefix(size);
  }
  out += '"';
}

class Printer {
 public:
  Printer(const JsonTree& tree, const JsonForm& form)
      : tree_(tree), form_(form), limit_(std::max(form.limit, kLeastLimit)) {}

  std::string run() {
    print(tree_.nodes.front(), static_cast<std::int64_t>(limit_));
    return std::move(out_);
  }

 private:
  // These return the length of what was printed as if it were on one line, which is what budgets count: the
  // quotes of an element that is a text don't.
  std::int64_t print(const JsonNode& node, std::int64_t budget);
  std::int64_t print_text(std::string_view text);
  std::int64_t print_list(const JsonNode& list, std::int64_t budget);
  std::int64_t print_object(const JsonNode& object, std::int64_t budget);
  std::vector<const JsonNode*> members(const JsonNode& object) const;

  void line_break() {
    if (!form_.pretty) return;
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }
  void comma() { out_ += form_.pretty ? "," : ", "; }
  bool cuts() const { return form_.limit > 0; }

  const JsonTree& tree_;
  JsonForm form_;
  std::size_t limit_;
  std::size_t depth_ = 0;
  std::string out_{};
};

std::int64_t Printer::print(const JsonNode& node, std::int64_t budget) {
  switch (node.kind) {
    case JsonNode::Kind::object:
      return print_object(node, budget);
    case JsonNode::Kind::list:
      return print_list(node, budget);
    case JsonNode::Kind::text:
      return print_text(tree_.text(node));
    default:
      out_ += tree_.text(node);
      return node.text_size;
  }
}

std::int64_t Printer::print_text(std::string_view text) {
  const std::string shown = cuts() ? shown_text(text, limit_, true) : masked_text(text);
  append_quoted(out_, shown);
  return static_cast<std::int64_t>(shown.size());
}

std::int64_t Printer::print_list(const JsonNode& list, std::int64_t budget) {
  if (list.count == 0) {
    out_ += "[]";
    return 2;
  }
  std::int64_t length = 0;
  std::uint32_t shown = 0;
  out_ += '[';
  ++depth_;
  for (std::uint32_t i = list.first; i != 0; i = tree_.nodes[i].next, ++shown) {
    if (shown > 0) comma();
    line_break();
    if (shown > 0 && budget <= 0 && cuts()) {
      append_quoted(out_, "... (" + std::to_string(list.count - shown) + " additional elements)");
      break;
    }
    const std::int64_t size = print(tree_.nodes[i], budget);
    budget -= size;
    length += size + 2;
  }
  --depth_;
  line_break();
  out_ += ']';
  return length;
}

std::vector<const JsonNode*> Printer::members(const JsonNode& object) const {
  std::vector<const JsonNode*> sorted;
  sorted.reserve(object.count);
  for (std::uint32_t i = object.first; i != 0; i = tree_.nodes[i].next) sorted.push_back(&tree_.nodes[i]);
  if (form_.pretty) {
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const JsonNode* a, const JsonNode* b) { return tree_.key(*a) < tree_.key(*b); });
  }
  return sorted;
}

std::int64_t Printer::print_object(const JsonNode& object, std::int64_t budget) {
  if (object.count == 0) {
    out_ += "{}";
    return 2;
  }
  std::int64_t length = 0;
  out_ += '{';
  ++depth_;
  for (const JsonNode* member : members(object)) {
    if (length > 0) comma();
    line_break();
    append_quoted(out_, masked_text(tree_.key(*member)));
    out_ += ": ";
    const bool quoted = member->kind == JsonNode::Kind::text;
    length += member->key_size + 6 + print(*member, budget) + (quoted ? 2 : 0);
  }
  --depth_;
  line_break();
  out_ += '}';
  return length;
}

}  // namespace

std::optional<std::string> shown_json(std::string_view text, const JsonForm& form) {
  const auto tree = json_tree(text);
  if (!tree) return std::nullopt;
  return Printer(*tree, form).run();
}

}  // namespace databricks::detail
