// Defaults and anchors of the observer interfaces.
#include <databricks/observer.hpp>

namespace databricks {

CallObserver::~CallObserver() = default;
std::string CallObserver::attempt_started(int) { return {}; }
void CallObserver::attempt_ended(const AttemptEnd&) {}
void CallObserver::call_ended(const CallEnd&) {}
Observer::~Observer() = default;

}  // namespace databricks
