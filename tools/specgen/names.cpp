#include "names.hpp"

#include <algorithm>
#include <iterator>

namespace specgen {
namespace {

constexpr std::string_view keywords[] = {
    "alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
    "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
    "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
    "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
    "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
    "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
    "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
    "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
    "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
    "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
    "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
    "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
    "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
    "xor_eq"};

// Object-like macros with plain names, of the C library, POSIX, <resolv.h> (which httplib.h includes), Windows and
// Apple headers and of compilers.
constexpr std::string_view macros[] = {
    "ABSOLUTE",      "ADD",          "ALTERNATE", "ANYSIZE_ARRAY", "APIENTRY", "BIG_ENDIAN",  "BOOL",
    "BUFSIZ",        "BYTE_ORDER",   "CALLBACK",  "CHAR_BIT",      "CHAR_MAX", "CHAR_MIN",    "CONST",
    "CREATE_ALWAYS", "CREATE_NEW",   "DELETE",    "DIFFERENCE",    "DOMAIN",   "EOF",         "ERROR",
    "EXIT_FAILURE",  "EXIT_SUCCESS", "FALSE",     "FAR",           "FORMERR",  "HUGE_VAL",    "I",
    "IGNORE",        "IN",           "INFINITE",  "INFINITY",      "INT_MAX",  "INT_MIN",     "LITTLE_ENDIAN",
    "LONG_MAX",      "LONG_MIN",     "M_E",       "M_PI",          "MAX",      "MAX_PATH",    "MIN",
    "NAN",           "NEAR",         "NOERROR",   "NOTIMP",        "NO_DATA",  "NO_ERROR",    "NULL",
    "NXDOMAIN",      "OPAQUE",       "OPTIONAL",  "OUT",           "OVERFLOW", "PASSTHROUGH", "PATH_MAX",
    "PLOSS",         "PURE",         "RAND_MAX",  "REFUSED",       "RELATIVE", "SEEK_CUR",    "SEEK_END",
    "SEEK_SET",      "SERVFAIL",     "SING",      "STRICT",        "TLOSS",    "TRANSPARENT", "TRUE",
    "TRY_AGAIN",     "UNDERFLOW",    "UNICODE",   "VOID",          "WINAPI",   "YXDOMAIN",    "assert",
    "cdecl",         "complex",      "environ",   "errno",         "far",      "i386",        "interface",
    "isfinite",      "isinf",        "isnan",     "linux",         "major",    "makedev",     "max",
    "min",           "minor",        "near",      "offsetof",      "pascal",   "setjmp",      "sigmask",
    "signals",       "signbit",      "slots",     "small",         "stderr",   "stdin",       "stdout",
    "unix",          "va_arg",       "va_copy",   "va_end",        "va_start", "emit",        "foreach",
    "isgreater",     "isless",       "isnormal",  "isunordered",   "hyper",    "cbreak"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_upper(c) || is_lower(c) || is_digit(c); }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

bool starts_word(std::string_view text, std::size_t i) {
  if (i == 0 || !is_upper(text[i])) return false;
  if (is_lower(text[i - 1]) || is_digit(text[i - 1])) return true;
  return is_upper(text[i - 1]) && i + 1 < text.size() && is_lower(text[i + 1]);
}

}  // namespace

std::string identifier(std::string_view text) {
  std::string result;
  for (const char c : text) {
    // Two underscores in a row are reserved.
    if (is_alphanumeric(c)) {
      result += c;
    } else if (c != '$' && !result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  while (result.ends_with('_')) result.pop_back();
  if (result.empty()) return "empty";
  if (is_digit(result.front())) result.insert(0, "_");
  return result;
}

std::string snake_case(std::string_view text) {
  std::string spaced;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_word(text, i)) spaced += '_';
    spaced += text[i];
  }
  std::string result = identifier(spaced);
  std::transform(result.begin(), result.end(), result.begin(), to_lower);
  return result;
}

std::string pascal_case(std::string_view text) {
  std::string result;
  bool start = true;
  for (const char c : text) {
    if (!is_alphanumeric(c)) {
      start = true;
    } else {
      result += start ? to_upper(c) : c;
      start = false;
    }
  }
  return identifier(result);
}

std::string escaped(std::string name) {
  const auto in = [&](const auto& words) {
    return std::find(std::begin(words), std::end(words), name) != std::end(words);
  };
  if (in(keywords) || in(macros)) name += '_';
  return name;
}

std::string wire_as_described(std::string_view name) {
  return std::string(name.ends_with('_') ? name.substr(0, name.size() - 1) : name);
}

std::string wire_camel_case(std::string_view name) {
  std::string result;
  bool upper = false;
  for (const char c : wire_as_described(name)) {
    if (c == '_') {
      upper = !result.empty();
    } else {
      result += upper ? to_upper(c) : c;
      upper = false;
    }
  }
  return result;
}

}  // namespace specgen
