#include "http/channel.hpp"

namespace databricks {

void wait_for(const Channel& channel, const Step& step, Watch::Clock::time_point until, const Watch& watch) {
  const short events = step.outcome == Step::wants_read ? POLLIN : POLLOUT;
  if (wait_for(channel.fd(), events, until) == 0) watch.time_out(watch.limits().connect_timeout);
  watch.check_stop();
}

}  // namespace databricks
