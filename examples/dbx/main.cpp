// The whole API on the command line: `dbx clusters list`, `dbx --account workspaces list`, `dbx endpoints`.
#include <databricks/api.hpp>
#include <databricks/command_line.hpp>

int main(int argc, char** argv) { return databricks::command_line(argc, argv, databricks::api); }
