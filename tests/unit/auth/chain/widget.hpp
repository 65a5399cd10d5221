// A call, for tests that are about whatever goes with it.
#pragma once

#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <string>

namespace test {

struct Widget {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (name))
struct GetWidget {};
BOOST_DESCRIBE_STRUCT(GetWidget, (), ())
inline constexpr databricks::Declare<"GET /api/2.0/widget", GetWidget, Widget> get_widget;

}  // namespace test
