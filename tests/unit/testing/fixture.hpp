// A server that knows the widgets API, and serves while the fixture lives.
#pragma once

#include "raw_http.hpp"
#include "widgets.hpp"

#include <databricks/package.hpp>
#include <databricks/testing/api_server.hpp>

struct Serving {
  explicit Serving(databricks::testing::ServerOptions options = {}) : server(std::move(options)) {
    server.know(databricks::service_table<widgets::Widgets>("workspace", "widgets"));
    server.start();
  }
  RawReply send(std::string_view method, std::string_view target, std::string_view body = {}) {
    return ::send(server.port(), method, target, body);
  }

  databricks::testing::ApiServer server;
};

/// Answers with the request's id or name.
inline constexpr auto echo_id = [](const auto& request) {
  if constexpr (requires { request.id; }) {
    return widgets::Widget{.id = request.id};
  } else {
    return widgets::Widget{.id = request.name};
  }
};
