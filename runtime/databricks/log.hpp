// Where the SDK's log goes. Nothing is logged unless a logger is given.
#pragma once

#include <databricks/export.hpp>
#include <databricks/function.hpp>

#include <memory>
#include <string_view>

namespace databricks {

enum class LogLevel { debug, info, warning, error };

/// Takes finished texts, which hold no secrets. Called from any thread, several at once. What it throws is ignored:
/// a logger can't break a call.
class DATABRICKS_API Logger {
 public:
  virtual ~Logger();
  /// Texts of a level that is not enabled are not even made. Debug texts hold requests and answers; whether they
  /// are wanted is asked when a call begins.
  virtual bool enabled(LogLevel level) const = 0;
  /// One record; a debug text has several lines and no line end at its end.
  virtual void log(LogLevel level, std::string_view text) = 0;
};

/// Calls a function for records of this level and above, one at a time: it must not make calls that log to it.
DATABRICKS_API std::shared_ptr<Logger> function_logger(Function<void(LogLevel, std::string_view)> write,
                                                       LogLevel least = LogLevel::debug);
/// Writes to std::clog: `DEBUG databricks: text`, one record at a time.
DATABRICKS_API std::shared_ptr<Logger> clog_logger(LogLevel least = LogLevel::debug);

/// For clients whose Config names no logger, those that exist already included. Null: no log. Callable from any
/// thread.
DATABRICKS_API void set_default_logger(std::shared_ptr<Logger> logger);
DATABRICKS_API std::shared_ptr<Logger> default_logger();

}  // namespace databricks
