// A service that the SDK knows nothing of. These declarations are all it takes: calls, retries, pages, and a command
// line.
#pragma once

#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <string>

namespace shop {

enum class Color { RED, GREEN };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN)

struct Widget {
  std::string id{};
  std::string name{};
  databricks::optional<int> size{};
  databricks::open_enum<Color> color{};
  databricks::map<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, name, size, color, tags))

struct CreateWidget {
  std::string name{};
  databricks::optional<int> size{};
  databricks::open_enum<Color> color{};
  databricks::map<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(CreateWidget, (), (name, size, color, tags))

struct GetWidget {
  std::string id{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id))

struct ListWidgets {
  databricks::optional<std::string> page_token{};
};
BOOST_DESCRIBE_STRUCT(ListWidgets, (), (page_token))

struct WidgetList {
  databricks::list<Widget> widgets{};
  databricks::optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(WidgetList, (), (widgets, next))

struct Widgets : databricks::Service {
  databricks::Endpoint<"POST /api/2.0/widgets", CreateWidget, Widget> create{*this};
  databricks::Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get{*this};
  databricks::Endpoint<"DELETE /api/2.0/widgets/{id}", GetWidget, void> delete_{*this};
  databricks::Endpoint<"GET /api/2.0/widgets", ListWidgets, WidgetList,
                       databricks::Pages<Widget, "widgets", databricks::Token<"page_token", "next">>>
      list{*this};
};
BOOST_DESCRIBE_STRUCT(Widgets, (), (create, get, delete_, list))

}  // namespace shop

template <>
inline constexpr std::size_t databricks::required_members<shop::CreateWidget> = 1;
