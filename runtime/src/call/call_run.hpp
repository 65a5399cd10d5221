// One call on its thread: its attempts, and what is told about it.
#pragma once

#include "call/engine.hpp"

#include <databricks/call.hpp>

#include <utility>

namespace databricks::detail {

struct CallPlan {
  std::string_view method;
  std::string_view path;
  bool idempotent = false;
  bool has_key = false;
  const Function<void(HttpRequest&)>* visit = nullptr;
  const Function<void(HttpRequest&)>* authenticate = nullptr;
  bool sign = true;
};

class CallRun {
 public:
  CallRun(Engine& engine, const CallPlan& plan, const CallOptions& options)
      : engine_(engine), plan_(plan), options_(options) {}
  HttpResponse send(HttpRequest& request);
  template <class Decode>
  void finish(Decode&& decode) {
    std::forward<Decode>(decode)();
  }

 private:
  void prepare(HttpRequest& request);

  Engine& engine_;
  CallPlan plan_;
  const CallOptions& options_;
};

}  // namespace databricks::detail
