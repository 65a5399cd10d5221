#include "testing/local/areas.hpp"
#include "testing/local/page.hpp"

#include <databricks/models/workspace.hpp>
#include <databricks/services/workspace.hpp>

#include <map>
#include <memory>
#include <mutex>

namespace databricks::testing::local {

namespace {

using Api = services::workspace::Repos;
using workspace::RepoInfo;

// `https://example.com/team/project.git` -> `project`
std::string project_of(const std::string& url) {
  auto name = url.substr(url.rfind('/') + 1);
  if (name.ends_with(".git")) name.resize(name.size() - 4);
  return name;
}

// The answers that say all of one repository.
template <class Answer>
Answer answer_of(const RepoInfo& repo) {
  return {.branch = repo.branch,
          .head_commit_id = repo.head_commit_id,
          .id = repo.id,
          .path = repo.path,
          .provider = repo.provider,
          .url = repo.url};
}

class Repos {
 public:
  Repos() {
    for (const auto* project : {"etl", "models", "dashboards"}) {
      create({.url = std::string("https://git.example.com/team/") + project + ".git", .provider = "gitHub"});
    }
  }

  workspace::CreateRepoResponse create(const workspace::CreateRepoRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto& url = required(request.url, "url");
    const auto path = request.path.value_or(std::string("/Repos/") + kUserName + '/' + project_of(url));
    for (const auto& [id, repo] : repos_) {
      if (repo.path == path) refuse("RESOURCE_ALREADY_EXISTS", "Repo (" + path + ") already exists.");
    }
    RepoInfo repo{.branch = "main",
                  .head_commit_id = "0123456789abcdef0123456789abcdef01234567",
                  .id = ++last_id_,
                  .path = path,
                  .provider = required(request.provider, "provider"),
                  .url = url};
    repos_[last_id_] = repo;
    return answer_of<workspace::CreateRepoResponse>(repo);
  }

  workspace::GetRepoResponse get(const workspace::GetRepoRequest& request) {
    const std::lock_guard lock(mutex_);
    return answer_of<workspace::GetRepoResponse>(find(request.repo_id));
  }

  workspace::ListReposResponse list(const workspace::ListReposRequest& request) {
    const std::lock_guard lock(mutex_);
    std::vector<RepoInfo> found;
    for (const auto& [id, repo] : repos_) {
      if (repo.path->starts_with(request.path_prefix.value_or(""))) found.push_back(repo);
    }
    const auto bounds = page_bounds(found.size(), {}, request.next_page_token, {20, 20});
    return {.next_page_token = bounds.next, .repos = slice(found, bounds)};
  }

  void update(const workspace::UpdateRepoRequest& request) {
    const std::lock_guard lock(mutex_);
    if (request.branch.has_value()) find(request.repo_id).branch = *request.branch;
  }

  void remove(const workspace::DeleteRepoRequest& request) {
    const std::lock_guard lock(mutex_);
    find(request.repo_id);
    repos_.erase(*request.repo_id);
  }

 private:
  RepoInfo& find(const optional<std::int64_t>& id) {
    const auto found = repos_.find(required(id, "repo_id"));
    if (found == repos_.end()) refuse_missing("Repo " + std::to_string(*id) + " does not exist.");
    return found->second;
  }

  std::mutex mutex_;
  std::map<std::int64_t, RepoInfo> repos_;
  std::int64_t last_id_ = 0;
};

}  // namespace

void serve_repos(ApiServer& server) {
  const auto state = std::make_shared<Repos>();
  server.on<&Api::create>([=](const auto& request) { return state->create(request); })
      .on<&Api::get>([=](const auto& request) { return state->get(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::update>([=](const auto& request) { state->update(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); });
}

}  // namespace databricks::testing::local
