// A struct with a member of every kind, in every wrapping, for fuzzing.
#pragma once

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace fuzz {

enum class Color { RED, GREEN, blue_ };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN, blue_)

struct Names : databricks::map<std::string> {
  using databricks::map<std::string>::map;
};

struct Everything {
  databricks::optional<std::string> text{};
  databricks::optional<bool> truth{};
  databricks::optional<std::int64_t> number{};
  databricks::optional<std::uint8_t> small{};
  databricks::optional<double> real{};
  float narrow{};
  std::string plain{};
  int plain_number{7};
  bool plain_truth{};
  Color color{};
  databricks::open_enum<Color> open_color{};
  databricks::optional<databricks::Timestamp> time{};
  databricks::optional<databricks::Duration> span{};
  databricks::FieldMask mask{};
  databricks::RawJson any{};
  databricks::optional<databricks::RawJson> maybe_any{};
  databricks::Bytes bytes{};
  databricks::boxed<Everything> next{};
  databricks::list<Everything> kids{};
  databricks::map<Everything> by_name{};
  Names names{};
  databricks::list<databricks::list<int>> matrix{};
  databricks::list<databricks::optional<std::string>> texts{};
  databricks::list<databricks::open_enum<Color>> colors{};
  databricks::map<databricks::RawJson> anything{};
  std::vector<std::string> standard_texts{};
  std::map<std::string, std::int64_t> standard_numbers{};
  std::optional<std::string> standard{};
  databricks::optional<std::string> token{};
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (text, truth, number, small, real, narrow, plain, plain_number, plain_truth, color, open_color,
                       time, span, mask, any, maybe_any, bytes, next, kids, by_name, names, matrix, texts, colors,
                       anything, standard_texts, standard_numbers, standard, token))

}  // namespace fuzz
