// Asks a chat model and prints its answer word by word, as it comes:
//
//   serving_events my-model "How are you?"
//
// Without arguments it shows itself, on a local workspace: first through the API, then straight to the model, by its
// data plane.
#include <databricks/events.hpp>
#include <databricks/models/serving.hpp>
#include <databricks/reflect.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

// What of an OpenAI-style chunk is of interest here.
struct Delta {
  databricks::optional<std::string> content{};
};
BOOST_DESCRIBE_STRUCT(Delta, (), (content))
struct Choice {
  Delta delta{};
};
BOOST_DESCRIBE_STRUCT(Choice, (), (delta))
struct Chunk {
  databricks::list<Choice> choices{};
};
BOOST_DESCRIBE_STRUCT(Chunk, (), (choices))

namespace {

using databricks::WorkspaceClient;
using databricks::serving::QueryEndpointInput;

QueryEndpointInput question(const std::string& endpoint, const std::string& words) {
  QueryEndpointInput input;
  input.name = endpoint;
  input.messages = {{.content = words, .role = databricks::serving::ChatMessageRole::user}};
  return input;
}

void print_as_it_comes(const WorkspaceClient& w, const std::string& endpoint, const std::string& words) {
  for (const auto& chunk : w.serving_endpoints.query_events(endpoint, question(endpoint, words)).as<Chunk>()) {
    for (const auto& choice : chunk.choices) std::cout << choice.delta.content.value_or("") << std::flush;
  }
  std::cout << '\n';
}

void show() {
  const databricks::testing::LocalWorkspace workspace;
  const WorkspaceClient w(workspace.oauth_config());  // data planes want OAuth tokens
  print_as_it_comes(w, "echo", "One word after the other.");
  const auto answer = w.serving_endpoints_data_plane.query(question("echo", "All at once, from the data plane."));
  for (const auto& choice : answer.choices) std::cout << choice.message->content.value_or("") << '\n';
}

}  // namespace

int main(int count, char** arguments) try {
  if (count == 1) return show(), 0;
  if (count != 3) {
    std::cerr << "usage: serving_events ENDPOINT QUESTION\n";
    return 2;
  }
  print_as_it_comes(WorkspaceClient(), arguments[1], arguments[2]);
  return 0;
} catch (const databricks::Error& error) {
  std::cerr << "serving_events: " << error.what() << '\n';
  return 1;
}
