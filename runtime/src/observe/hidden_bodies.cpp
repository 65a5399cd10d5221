#include "observe/hidden_bodies.hpp"

namespace databricks::detail {

namespace {

thread_local int alive = 0;

}  // namespace

HiddenBodies::HiddenBodies() { ++alive; }
HiddenBodies::~HiddenBodies() { --alive; }
bool HiddenBodies::any() { return alive > 0; }

}  // namespace databricks::detail
