// Asks a chat model and prints its answer word by word, as it comes:
//
//   serving_events echo "How are you?"
//
// `local_workspace` has an endpoint called echo.
#include <databricks/events.hpp>
#include <databricks/models/serving.hpp>
#include <databricks/reflect.hpp>
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

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: serving_events ENDPOINT QUESTION\n";
    return 2;
  }
  try {
    const databricks::WorkspaceClient w;
    databricks::serving::QueryEndpointInput question;
    question.messages = {{.content = argv[2], .role = databricks::serving::ChatMessageRole::user}};
    auto chunks = w.serving_endpoints.query_events(argv[1], question).as<Chunk>();
    for (const auto& chunk : chunks) {
      for (const auto& choice : chunk.choices) std::cout << choice.delta.content.value_or("") << std::flush;
    }
    std::cout << '\n';
    return 0;
  } catch (const databricks::Error& error) {
    std::cerr << "serving_events: " << error.what() << '\n';
    return 1;
  }
}
