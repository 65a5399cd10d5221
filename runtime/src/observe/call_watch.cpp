#include "observe/call_watch.hpp"

namespace databricks::detail {

CallWatch::CallWatch(const Config& config, const CallOptions&, std::string_view method, std::string_view path)
    : config_(config), method_(method), path_(path) {}
CallWatch::~CallWatch() = default;

std::string CallWatch::operation() const { return std::string(method_).append(" ").append(path_); }
void CallWatch::attempt_started(int, HttpRequest&) {}
void CallWatch::attempt_ended(const AttemptOutcome&) {}
void CallWatch::log(LogLevel, std::string_view) const {}
void CallWatch::call_ended(int, int, Clock::duration, const Error*) {}

}  // namespace databricks::detail
