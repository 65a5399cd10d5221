// A client of the local workspace whose exchanges are kept, and may be answered by the test; and a directory of its
// own.
#pragma once

#include "temporary_directory.hpp"
#include "texts.hpp"
#include "virtual_clock.hpp"

#include <databricks/error.hpp>
#include <databricks/ext/dbfs.hpp>
#include <databricks/http.hpp>
#include <databricks/json.hpp>
#include <databricks/models/files.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace test {

using namespace databricks;

struct Exchange {
  std::string method{};
  std::string target{};
  std::string body{};  // of text; what comes from a source is not kept
  std::string user_agent{};
};

/// Real sockets, with the test looking on.
class Watching : public Transport {
 public:
  /// Answers in place of the server, or nothing. Called by all threads that make calls.
  std::function<std::optional<HttpResponse>(const HttpRequest&)> answer{};

  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override {
    const std::string* agent = request.headers.find("User-Agent");
    {
      const std::lock_guard lock(mutex_);
      exchanges_.push_back({request.method, request.target, request.body, agent ? *agent : ""});
    }
    if (answer) {
      if (auto own = answer(request)) return *own;
    }
    return real_->send(request, limits, sink);
  }

  std::vector<Exchange> exchanges() const {
    const std::lock_guard lock(mutex_);
    return exchanges_;
  }
  /// `create add-block close`: the last parts of paths.
  std::string names() const {
    std::string text;
    for (const auto& exchange : exchanges()) {
      const auto path = exchange.target.substr(0, exchange.target.find('?'));
      text += (text.empty() ? "" : " ") + path.substr(path.rfind('/') + 1);
    }
    return text;
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    exchanges_.clear();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::shared_ptr<Transport> real_ = http_transport();
};

inline HttpResponse json_answer(std::string body, int status = 200) {
  HttpResponse response{.status = status};
  response.headers.set("Content-Type", "application/json");
  response.body = std::move(body);
  response.body_bytes = response.body.size();
  return response;
}

struct Directory : TemporaryDirectory {
  std::string uri(const std::string& file) const { return "file:" + path(file); }
};

struct Connected {
  Config config() const {
    Config made = workspace.config();
    made.transport = transport;
    made.clock = std::make_shared<VirtualClock>();
    return made;
  }
  /// `a b/c`: paths as seen from `root`, sorted.
  std::string listed(const std::string& root, bool recursive = true) const {
    std::vector<std::string> names;
    for (const auto& entry : w.dbfs.list_paths(root, {.recursive = recursive})) {
      names.push_back(entry.path.substr(std::min(entry.path.size(), root.size() + 1)));
    }
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }

  testing::LocalWorkspace workspace{{.token = "planted-secret", .step = std::chrono::milliseconds(1)}};
  std::shared_ptr<Watching> transport = std::make_shared<Watching>();
  WorkspaceClient w{config()};
  Directory local;
};

/// Of a server that plays a script.
inline WorkspaceClient client_of(const std::string& origin) {
  Config config;
  config.host = origin;
  config.token = "planted-secret";
  config.clock = std::make_shared<VirtualClock>();
  config.environment = [](std::string_view) { return std::nullopt; };
  config.host_metadata = [](std::string_view) { return std::string(); };
  return WorkspaceClient(config);
}

/// Bytes that do not repeat at even distances.
inline std::string some_bytes(std::size_t size) {
  std::string bytes;
  bytes.reserve(size);
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 31 + i / 251 + i / 65521);
  return bytes;
}

/// What a call throws, as text: `InvalidArgument: why`. Empty when it throws nothing.
template <class Call>
std::string failure_of(Call call) {
  try {
    call();
    return {};
  } catch (const InvalidArgument& error) {
    return std::string("InvalidArgument: ") + error.what();
  } catch (const NotFound& error) {
    return std::string("NotFound: ") + error.what();
  } catch (const DatabricksError& error) {
    return error.error_code() + ": " + error.what();
  } catch (const Error& error) {
    return std::string("Error: ") + error.what();
  } catch (const std::system_error& error) {
    return std::string("system: ") + error.what();
  }
}

constexpr std::size_t kMiB = std::size_t{1} << 20;

}  // namespace test
