// What an undeclared call sends.
#pragma once

#include <databricks/function.hpp>
#include <databricks/http.hpp>
#include <databricks/stream.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace databricks {

/// The parts of Client::do_. At most one of json, form and body may be set.
struct RawCall {
  std::vector<std::pair<std::string, std::string>> query{};  // plain text; encoded when sent
  std::optional<std::string> json{};                         // the body, as it is
  std::vector<std::pair<std::string, std::string>> form{};   // application/x-www-form-urlencoded
  std::optional<Source> body{};                              // any bytes
  std::string content_type{};                                // unset: what the body is; of bytes
                                                             // application/octet-stream
  std::string accept = "application/json";                   // empty: no header
  bool idempotent = false;                                   // may be repeated although its method says otherwise
  bool send_credentials = false;                             // to an absolute URL of another host, too

  /// In place of the client's credentials; at most one of the two.
  std::string bearer_token{};
  Function<void(HttpRequest&)> authenticate{};
  /// Called before each attempt is signed. What it throws ends the call: `failed during request visitor: why`.
  Function<void(HttpRequest&)> visit{};
};

}  // namespace databricks
