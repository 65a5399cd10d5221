// A callable kept by value, with what std::function costs every includer (<functional>) left out.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace databricks {

template <class Signature>
class Function;

/// Holds anything that can be called with these arguments. Copies share the callable. Calling an empty one is
/// undefined: test it first.
template <class R, class... Arguments>
class Function<R(Arguments...)> {
 public:
  Function() = default;
  template <class F>
  requires(!std::is_same_v<std::decay_t<F>, Function> && std::is_invocable_r_v<R, std::decay_t<F>&, Arguments...>)
      Function(F&& callable)
      : target_(std::make_shared<std::decay_t<F>>(std::forward<F>(callable))),
        invoke_([](void* target, Arguments... arguments) -> R {
          return (*static_cast<std::decay_t<F>*>(target))(std::forward<Arguments>(arguments)...);
        }) {}

  explicit operator bool() const { return invoke_ != nullptr; }
  R operator()(Arguments... arguments) const { return invoke_(target_.get(), std::forward<Arguments>(arguments)...); }

 private:
  std::shared_ptr<void> target_{};
  R (*invoke_)(void*, Arguments...) = nullptr;
};

}  // namespace databricks
