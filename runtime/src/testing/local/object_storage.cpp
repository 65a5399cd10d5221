#include "testing/local/object_storage.hpp"

#include "request/percent.hpp"
#include "testing/local/unguessable.hpp"

#include <databricks/service_error.hpp>

#include <algorithm>

namespace databricks::testing::local {

namespace {

constexpr std::string_view kSignature = "&signature=";
constexpr std::chrono::hours kKept{1};  // how long an expired URL is told from one that never was

std::string encoded(std::string_view path) {
  std::string text;
  for (std::size_t from = 0; from < path.size();) {
    const auto slash = std::min(path.find('/', from), path.size());
    databricks::detail::append_percent_encoded(text, path.substr(from, slash - from));
    if (slash < path.size()) text += '/';
    from = slash + 1;
  }
  return text;
}

}  // namespace

std::string ObjectStorage::sign(std::vector<std::string> methods, const std::string& path, Time expires,
                                Answer answer) {
  const auto signature = unguessable();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch().count();
  const auto target = encoded(path) + "?expires=" + std::to_string(seconds) + std::string(kSignature) + signature;
  const std::lock_guard lock(mutex_);
  forget_expired();
  urls_[signature] = {target, std::move(methods), expires, std::move(answer)};
  return origin() + target;
}

void ObjectStorage::forget_expired() {
  const auto end = std::chrono::system_clock::now() - kKept;
  std::erase_if(urls_, [&](const auto& url) { return url.second.expires < end; });
}

std::string ObjectStorage::origin() {
  if (!listener_) {
    listener_ = std::make_unique<testing::detail::HttpListener>(
        testing::detail::ListenerOptions{.port = 0, .max_body_bytes = std::size_t{256} << 20, .max_headers = 100},
        [this](const HttpRequest& request) { return answer(request); });
  }
  return "http://127.0.0.1:" + std::to_string(listener_->port());
}

HttpResponse ObjectStorage::answer(const HttpRequest& request) {
  try {
    return answer_for(request)(request);
  } catch (const StoreRefused& refused) {
    return store_refusal(cloud_, refused.why);
  } catch (const DatabricksError&) {
    return store_refusal(cloud_, StoreRefusal::bad_request);  // a file is in the way, for instance
  } catch (const std::exception&) {
    return {.status = 500};
  }
}

// A signature is of one URL, and of its methods.
ObjectStorage::Answer ObjectStorage::answer_for(const HttpRequest& request) {
  if (request.headers.find("Authorization") != nullptr) throw StoreRefused{StoreRefusal::two_credentials};
  const auto at = request.target.rfind(kSignature);
  if (at == request.target.npos) throw StoreRefused{StoreRefusal::no_signature};
  const std::lock_guard lock(mutex_);
  const auto found = urls_.find(request.target.substr(at + kSignature.size()));
  if (found == urls_.end()) throw StoreRefused{StoreRefusal::wrong_signature};
  const auto& url = found->second;
  const bool is_right = url.target == request.target &&
                        std::find(url.methods.begin(), url.methods.end(), request.method) != url.methods.end();
  if (!is_right) throw StoreRefused{StoreRefusal::wrong_signature};
  if (url.expires <= std::chrono::system_clock::now()) throw StoreRefused{StoreRefusal::expired};
  return url.answer;
}

}  // namespace databricks::testing::local
