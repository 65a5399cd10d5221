// A user's program: a built-in operation, an endpoint of its own, and a local workspace to talk to.
#include <databricks/models/compute.hpp>
#include <databricks/models/iam.hpp>
#include <databricks/reflect.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/version.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

namespace mine {

struct GetWidget {
  std::string id{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id))
struct Widget {
  std::string id{};
  int size{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, size))

struct Widgets : databricks::Service {
  databricks::Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get{*this};
};

}  // namespace mine

int main() {
  databricks::testing::LocalWorkspace workspace;
  databricks::WorkspaceClient w(workspace.config());
  std::cout << "user " << w.current_user.me().user_name << ", SDK " << databricks::version << '\n';
  int clusters = 0;
  for (const auto& cluster : w.clusters.list()) clusters += cluster.cluster_id.has_value();

  const mine::Widgets widgets{w};
  const bool refused = !widgets.get.try_call({"a"});
  const bool encoded = widgets.get.request({"a/b"}).target == "/api/2.0/widgets/a%2Fb";
  return clusters > 0 && refused && encoded ? 0 : 1;
}
