// What a call of dbutils may have been told in confidence.
#pragma once

#include <databricks/value.hpp>

#include <string>
#include <vector>

namespace databricks::ext::dbutils {

/// The texts of objects among the arguments of a call, however deep: `extra_configs` of a mount, the parameters of a
/// notebook. Short ones are no secrets. Both are JSON. Throws InvalidArgument when they are nested too deeply.
std::vector<std::string> confidential_texts(const RawJson& arguments, const RawJson& named);

/// What a cluster says, fit to be shown: without these texts, and without secrets that show by their names.
std::string without_texts(std::string text, const std::vector<std::string>& confidential);

}  // namespace databricks::ext::dbutils
