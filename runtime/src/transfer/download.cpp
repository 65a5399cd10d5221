#include "request/target.hpp"
#include "transfer/file_download.hpp"

#include <databricks/download.hpp>

namespace databricks {

namespace {

std::string name_of(std::string_view target, const std::string& host) {
  const auto where = detail::parse_target(target, host);
  return where.origin + where.target.substr(0, where.target.find('?'));
}

}  // namespace

FileChanged::~FileChanged() = default;

DownloadResult download_to_file(const Client& client, std::string_view target, const std::string& path,
                                const DownloadOptions& options) {
  const auto get = [&](const CallOptions& call) { client.do_("GET", target, {.accept = options.accept}, call); };
  return detail::download_file(
      {.name = name_of(target, client.config().host), .get = get, .clock = client.config().clock.get()}, path, options);
}

}  // namespace databricks
