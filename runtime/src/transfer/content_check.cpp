#include "transfer/content_check.hpp"

#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <openssl/evp.h>

#include <array>
#include <cstring>
#include <vector>

namespace databricks::detail {

namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// Table n: what a byte does to the sum when n more bytes follow it.
constexpr Tables make_tables() {
  constexpr std::uint32_t kPolynomial = 0x82F63B78;
  Tables tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t sum = i;
    for (int bit = 0; bit < 8; ++bit) sum = (sum & 1) != 0 ? sum >> 1 ^ kPolynomial : sum >> 1;
    tables[0][i] = sum;
  }
  for (std::size_t n = 1; n < 8; ++n) {
    for (std::size_t i = 0; i < 256; ++i) {
      const auto before = tables[n - 1][i];
      tables[n][i] = before >> 8 ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t little_endian(const unsigned char* at) {
  return at[0] | std::uint32_t{at[1]} << 8 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[3]} << 24;
}

// Base64 with padding (RFC 4648 4) of exactly `size` bytes; empty for anything else.
std::string from_base64(std::string_view text, std::size_t size) {
  if (text.size() != (size + 2) / 3 * 4) return {};
  std::string bytes(text.size() / 4 * 3, '\0');
  const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (n < 0) return {};
  bytes.resize(size);
  return bytes;
}

// `crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==`, in one header or several.
void read_google_hash(ContentSums& sums, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto item = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.starts_with("md5=")) sums.md5 = from_base64(item.substr(4), 16);
    if (!item.starts_with("crc32c=")) continue;
    const auto bytes = from_base64(item.substr(7), 4);
    if (bytes.empty()) continue;
    std::uint32_t sum = 0;
    for (const char byte : bytes) sum = sum << 8 | static_cast<unsigned char>(byte);
    sums.crc32c = sum;
  }
}

}  // namespace

std::uint32_t crc32c(std::uint32_t sum, std::string_view bytes) {
  auto at = reinterpret_cast<const unsigned char*>(bytes.data());
  auto left = bytes.size();
  sum = ~sum;
  for (; left >= 8; at += 8, left -= 8) {
    const auto low = little_endian(at) ^ sum;
    const auto high = little_endian(at + 4);
    sum = kTables[7][low & 0xFF] ^ kTables[6][low >> 8 & 0xFF] ^ kTables[5][low >> 16 & 0xFF] ^ kTables[4][low >> 24] ^
          kTables[3][high & 0xFF] ^ kTables[2][high >> 8 & 0xFF] ^ kTables[1][high >> 16 & 0xFF] ^
          kTables[0][high >> 24];
  }
  for (; left > 0; ++at, --left) sum = sum >> 8 ^ kTables[0][(sum ^ *at) & 0xFF];
  return ~sum;
}

ContentSums content_sums(const HttpResponse& head) {
  ContentSums sums;
  for (const auto& [name, value] : head.headers) {
    if (same_text(name, "x-goog-hash")) read_google_hash(sums, value);
    if (same_text(name, "Content-MD5") && head.status != 206) sums.md5 = from_base64(trim(value), 16);
  }
  // Sums of what is stored packed are not those of what is given unpacked.
  const auto* stored = head.headers.find("x-goog-stored-content-encoding");
  if (stored != nullptr && !same_text(trim(*stored), "identity")) return {};
  return sums;
}

struct ContentCheck::Md5 {
  Md5() { EVP_DigestInit_ex(context, EVP_md5(), nullptr); }
  ~Md5() { EVP_MD_CTX_free(context); }
  Md5(const Md5&) = delete;
  Md5& operator=(const Md5&) = delete;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

// One sum is enough; the cheaper one if there are both.
ContentCheck::ContentCheck(ContentSums expected) : expected_(std::move(expected)) {
  if (!expected_.crc32c && !expected_.md5.empty()) md5_ = std::make_unique<Md5>();
}
ContentCheck::~ContentCheck() = default;
ContentCheck::ContentCheck(ContentCheck&&) noexcept = default;
ContentCheck& ContentCheck::operator=(ContentCheck&&) noexcept = default;

void ContentCheck::add(std::string_view bytes) {
  if (expected_.crc32c) crc32c_ = detail::crc32c(crc32c_, bytes);
  if (md5_) EVP_DigestUpdate(md5_->context, bytes.data(), bytes.size());
}

void ContentCheck::finish(std::string_view what) {
  bool same = !expected_.crc32c || *expected_.crc32c == crc32c_;
  if (md5_) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    // A library that was told to do without MD5 says so here.
    if (EVP_DigestFinal_ex(md5_->context, sum.data(), nullptr) == 1) {
      same = std::memcmp(sum.data(), expected_.md5.data(), expected_.md5.size()) == 0;
    }
  }
  if (same) return;
  throw UnexpectedResponse(200, "",
                           std::string(what) + ": the bytes do not have the checksum that the object store tells");
}

void check_content(const ContentSums& expected, const Source& source, std::string_view what) {
  if (expected.empty()) return;
  ContentCheck check(expected);
  std::vector<char> buffer(std::size_t{128} << 10);
  while (const auto n = source.get()->read(buffer.data(), buffer.size())) check.add({buffer.data(), n});
  check.finish(what);
}

}  // namespace databricks::detail
