// What an object store says when it refuses: the XML of S3 and Azure.
#pragma once

#include <databricks/http.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

struct StoreError {
  std::string code{};  // `AccessDenied`
  std::string message{};
  std::string detail{};  // of Azure, why a signature is refused; may show parts of it
};

/// `<Error><Code>…</Code><Message>…</Message></Error>`; nothing for any other text.
std::optional<StoreError> parse_store_error(std::string_view body);

/// Whether the answer says that the URL was good once: another one is to be had.
bool is_expired(const HttpResponse& response);

/// Throws the class of DatabricksError that fits the status. Shows code and message only, as what else such a store
/// tells may hold signatures.
[[noreturn]] void throw_store_error(const HttpResponse& response, std::string_view what);

}  // namespace databricks::detail
