#include "http/resolve.hpp"

#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace databricks {

namespace {

using detail::LookUp;

LookUp ask_system(const std::string& host, const std::string& port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (error == EAI_SYSTEM) return {{}, std::generic_category().message(errno)};
  if (error != 0) return {{}, gai_strerror(error)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  LookUp result;
  for (const auto* entry = found; entry; entry = entry->ai_next) {
    if (entry->ai_addrlen > sizeof(sockaddr_storage)) continue;
    auto& address = result.addresses.emplace_back();
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.size = entry->ai_addrlen;
  }
  return result;
}

LookUp ask_for_name(const std::string& host, const std::string& port) { return ask_system(host, port, AI_ADDRCONFIG); }

std::atomic<detail::Resolver> current_resolver = &ask_for_name;

// What the caller and its helper thread share. Whoever is last frees it.
struct Question {
  std::mutex mutex{};
  std::condition_variable_any answered{};
  std::optional<LookUp> answer{};
};

// getaddrinfo() can neither be cancelled nor limited: with a dead name server it blocks for half a minute. So a thread
// of its own runs it, and is left to itself when nobody waits for it any more. It touches nothing but the question,
// which it owns with us, and ends when the system's resolver gives up.
std::shared_ptr<Question> ask(const Origin& origin) {
  auto question = std::make_shared<Question>();
  std::thread([question, resolver = current_resolver.load(), host = origin.host, port = origin.port] {
    LookUp answer;
    try {
      answer = resolver(host, port);
    } catch (const std::exception& error) {
      answer.problem = error.what();
    }
    const std::lock_guard lock(question->mutex);
    question->answer = std::move(answer);
    question->answered.notify_one();
  }).detach();
  return question;
}

LookUp look_up(const Origin& origin, Watch::Clock::time_point until, const Watch& watch) {
  std::shared_ptr<Question> question;
  try {
    question = ask(origin);
  } catch (const std::system_error& error) {
    watch.fail("no thread to look up host " + origin.host + " (" + error.code().message() + ")");
  }
  std::unique_lock lock(question->mutex);
  const auto answered = [&] { return question->answer.has_value(); };
  const auto& stop = watch.limits().stop;
  const bool in_time = until == Watch::Clock::time_point::max()
                           ? question->answered.wait(lock, stop, answered)
                           : question->answered.wait_until(lock, stop, until, answered);
  watch.check_stop();
  if (!in_time) watch.time_out("no address for host " + origin.host + " was found in time");
  return std::move(*question->answer);
}

std::vector<Address> families_in_turn(std::vector<Address> addresses) {
  if (addresses.empty()) return addresses;
  const int first = addresses.front().family();
  const auto others = std::stable_partition(addresses.begin(), addresses.end(),
                                            [&](const Address& address) { return address.family() == first; });
  std::vector<Address> in_turn;
  for (auto a = addresses.begin(), b = others; a != others || b != addresses.end();) {
    if (a != others) in_turn.push_back(*a++);
    if (b != addresses.end()) in_turn.push_back(*b++);
  }
  return in_turn;
}

}  // namespace

detail::Resolver detail::set_resolver(Resolver resolver) { return current_resolver.exchange(resolver); }

std::vector<Address> resolve_host(const Origin& origin, Watch::Clock::time_point until, Watch& watch) {
  watch.enter(TransportPhase::resolve);
  auto found =
      origin.host_is_address ? ask_system(origin.host, origin.port, AI_NUMERICHOST) : look_up(origin, until, watch);
  if (found.addresses.empty()) {
    if (found.problem.empty()) found.problem = "the look-up found none";
    watch.fail("no address for host " + origin.host + " (" + found.problem + ")");
  }
  return families_in_turn(std::move(found.addresses));
}

}  // namespace databricks
