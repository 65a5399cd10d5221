// A command line for services of one's own: `widgets list`, `widgets get W1`, `endpoints`, `--help`.
#include "widgets.hpp"

#include <databricks/command_line.hpp>
#include <databricks/package.hpp>

int main(int argc, char** argv) {
  return databricks::command_line(argc, argv, {databricks::service_table<shop::Widgets>("workspace", "widgets")});
}
