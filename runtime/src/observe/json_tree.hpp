// JSON as a tree that keeps the digits of numbers; values of secrets never get into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail {

struct JsonNode {
  enum class Kind : std::uint8_t { literal, text, object, list };
  Kind kind = Kind::literal;
  std::uint32_t key = 0, key_size = 0;    // of a member: where in the pool
  std::uint32_t text = 0, text_size = 0;  // of literals and texts
  std::uint32_t first = 0, next = 0;      // child and sibling; 0: none, as no node comes before the root
  std::uint32_t count = 0;                // of children
};

struct JsonTree {
  std::vector<JsonNode> nodes{};  // the first one is the root
  std::string pool{};

  std::string_view key(const JsonNode& node) const { return std::string_view(pool).substr(node.key, node.key_size); }
  std::string_view text(const JsonNode& node) const { return std::string_view(pool).substr(node.text, node.text_size); }
};

/// The tree of a whole text with masked secrets; nothing for what is no JSON, or too large or deep.
std::optional<JsonTree> json_tree(std::string_view text);

}  // namespace databricks::detail
