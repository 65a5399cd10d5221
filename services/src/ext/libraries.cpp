// What becomes of the libraries of a cluster.
#include "call/poll.hpp"
#include "errors/exhausted.hpp"
#include "errors/parse.hpp"

#include <databricks/error_details.hpp>
#include <databricks/ext/libraries.hpp>
#include <databricks/models/compute.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace databricks::ext {

namespace {

using compute::LibraryFullStatus;
using compute::LibraryInstallStatus;

enum class Progress { pending, ready, failed };
struct Rule {
  LibraryInstallStatus status;
  Progress progress;
};
constexpr Rule kRules[] = {{LibraryInstallStatus::INSTALLED, Progress::ready},
                           {LibraryInstallStatus::SKIPPED, Progress::ready},
                           {LibraryInstallStatus::RESTORED, Progress::ready},
                           {LibraryInstallStatus::UNINSTALL_ON_RESTART, Progress::ready},
                           {LibraryInstallStatus::FAILED, Progress::failed}};

// What is not in the table, is on its way; also a status that this version does not know.
Progress progress_of(const LibraryFullStatus& status) {
  for (const auto& rule : kRules) {
    if (status.status == rule.status) return rule.progress;
  }
  return Progress::pending;
}

struct Summary {
  int ready = 0;
  int pending = 0;
  list<compute::Library> failed{};
  std::string errors{};  // one per line
};

Summary summarize(const compute::ClusterLibraryStatuses& statuses, const std::set<std::string>& wanted) {
  Summary summary;
  for (const auto& status : statuses.library_statuses) {
    const auto library = status.library.value_or({});
    const auto name = library_text(library);
    if (status.is_library_for_all_clusters.value_or(false) || !wanted.contains(name)) continue;
    const auto progress = progress_of(status);
    if (progress == Progress::ready) ++summary.ready;
    if (progress == Progress::pending) ++summary.pending;
    if (progress != Progress::failed) continue;
    summary.failed.push_back(library);
    if (!summary.errors.empty()) summary.errors += '\n';
    summary.errors += name + " failed: ";
    for (std::size_t i = 0; i < status.messages.size(); ++i) {
      summary.errors += (i > 0 ? ", " : "") + status.messages[i];
    }
  }
  return summary;
}

// The same error, of its own class, saying which step it was.
[[noreturn]] void rethrow(const char* step, const HttpRequest& request, const DatabricksError& error) {
  try {
    detail::throw_service_error(request, {.status_code = error.status_code(),
                                          .error_code = error.error_code(),
                                          .message = step + error.message(),
                                          .request_id = error.request_id(),
                                          .retry_after = error.retry_after(),
                                          .details = std::make_shared<ErrorDetails>(error.details()),
                                          .advice = {},
                                          .round_trip = error.round_trip()});
  } catch (DatabricksError& thrown) {
    thrown.set_call(error.call());
    if (dynamic_cast<const RetryExhausted*>(&error) != nullptr) detail::throw_exhausted(thrown);
    throw;
  }
}

// Installs or uninstalls.
template <class Endpoint>
void change(const char* step, const Endpoint& endpoint, const std::string& cluster_id,
            const list<compute::Library>& libraries, const CallOptions& options) {
  if (libraries.empty()) return;
  const typename Endpoint::request_type request{cluster_id, libraries};
  try {
    endpoint(request, options);
  } catch (const DatabricksError& error) {
    rethrow(step, endpoint.request(request, options), error);
  }
}

std::string named(std::string kind, std::initializer_list<const optional<std::string>*> parts) {
  for (const auto* part : parts) kind += part->value_or("");
  return kind;
}

}  // namespace

std::string library_text(const compute::Library& library) {
  if (library.whl.has_value()) return "whl:" + *library.whl;
  if (library.jar.has_value()) return "jar:" + *library.jar;
  if (library.egg.has_value()) return "egg:" + *library.egg;
  if (library.requirements.has_value()) return "requirements:" + *library.requirements;
  if (library.pypi.has_value()) return named("pypi:", {&library.pypi->repo, &library.pypi->package});
  if (library.maven.has_value()) {
    auto text = named("mvn:", {&library.maven->repo, &library.maven->coordinates});
    for (const auto& exclusion : library.maven->exclusions) text += exclusion;
    return text;
  }
  if (library.cran.has_value()) return named("cran:", {&library.cran->repo, &library.cran->package});
  return "unknown";
}

Libraries::Libraries(const Client& client) : services::compute::Libraries{client} {}

compute::ClusterLibraryStatuses Libraries::update_and_wait(
    const LibraryUpdate& update, const WaitOptions<compute::ClusterLibraryStatuses>& options) const {
  CallOptions call_options;
  call_options.stop = options.stop;
  change("uninstall: ", uninstall, update.cluster_id, update.uninstall, call_options);
  change("install: ", install, update.cluster_id, update.install, call_options);

  std::set<std::string> wanted;
  for (const auto& library : update.install) wanted.insert(library_text(library));
  compute::ClusterLibraryStatuses statuses;
  Summary summary;
  LastSeen last = detail::nothing_seen;
  const auto timeout = options.timeout.value_or(std::chrono::minutes(30));
  detail::poll_until(engine(), {timeout, options.stop}, last, [&] {
    try {
      statuses = cluster_status.call({update.cluster_id}, call_options);
    } catch (const NotFound& error) {
      last.message = error.message();
      return false;
    }
    summary = summarize(statuses, wanted);
    last = detail::seen(statuses, "PENDING",
                        std::to_string(summary.ready) + " libraries are ready, but there are still " +
                            std::to_string(summary.pending) + " pending");
    if (options.on_progress) options.on_progress(statuses);
    return summary.pending == 0;
  });
  if (!summary.failed.empty() && !update.refresh) {
    throw OperationFailed(summary.errors, detail::seen(statuses, "FAILED", summary.errors));
  }
  change("uninstall: ", uninstall, update.cluster_id, summary.failed, call_options);
  return statuses;
}

}  // namespace databricks::ext
