// A placeholder: enough of an attempt loop to build and test its callers.
#include "call/call_run.hpp"

#include "call/backoff.hpp"
#include "errors/parse.hpp"

namespace databricks::detail {

void CallRun::prepare(HttpRequest& request) {
  try {
    if (plan_.visit) (*plan_.visit)(request);
  } catch (const std::exception& error) {
    throw Error(std::string("failed during request visitor: ") + error.what());
  }
  request.headers.set("User-Agent", engine_.user_agent());
  if (plan_.authenticate) {
    (*plan_.authenticate)(request);
  } else if (plan_.sign) {
    engine_.credentials().sign(request);
  }
}

HttpResponse CallRun::send(HttpRequest& request) {
  ByteSink* sink = options_.to ? &**options_.to : nullptr;
  if (request.source) request.source->rewind();
  for (int attempt = 1;; ++attempt) {
    prepare(request);
    HttpLimits limits;
    limits.stop = options_.stop;
    if (engine_.config().http_timeout_seconds) {
      limits.inactivity_timeout = std::chrono::seconds(*engine_.config().http_timeout_seconds);
    }
    auto response = engine_.transport().send(request, limits, sink);
    if (response.status < 400) return response;
    const bool again = response.status == 503 && attempt < 5 && (!request.source || request.source->rewind());
    if (!again) throw_service_error(request, parse_service_error(request, response, engine_.config()));
    if (!engine_.clock().sleep(backoff(attempt), options_.stop)) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "cancelled");
    }
  }
}

}  // namespace databricks::detail
