#include "testing/local/store_refusal.hpp"

#include <string>

namespace databricks::testing::local {

namespace {

struct Words {
  int status;
  const char* code;
  const char* message;
  const char* more = "";  // elements behind the message
};

// By LocalCloud and StoreRefusal.
constexpr Words kWords[3][8] = {
    {{400, "InvalidArgument", "Only one auth mechanism allowed"},
     {403, "AccessDenied", "Access Denied"},
     {403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."},
     {403, "AccessDenied", "Request has expired"},
     {404, "NoSuchUpload", "The specified upload does not exist. It may have been aborted or completed."},
     {404, "NoSuchKey", "The specified key does not exist."},
     {412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"},
     {400, "InvalidRequest", "The request is not one of this URL."}},
    {{400, "InvalidAuthenticationInfo", "Authentication information is not given in the correct format."},
     {409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account."},
     {403, "AuthenticationFailed", "Server failed to authenticate the request.",
      "<AuthenticationErrorDetail>Signature did not match.</AuthenticationErrorDetail>"},
     {403, "AuthenticationFailed", "Server failed to authenticate the request.",
      "<AuthenticationErrorDetail>Signature not valid in the specified time frame</AuthenticationErrorDetail>"},
     {404, "BlobNotFound", "The specified blob does not exist."},
     {404, "BlobNotFound", "The specified blob does not exist."},
     {412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met."},
     {400, "InvalidInput", "One of the request inputs is not valid."}},
    {{400, "InvalidArgument", "Only one auth mechanism allowed"},
     {403, "AccessDenied", "Anonymous caller does not have access."},
     {403, "SignatureDoesNotMatch", "Access denied."},
     {400, "ExpiredToken", "The provided token has expired."},
     {404, "NoSuchUpload", "The upload does not exist any more."},
     {404, "NoSuchKey", "The specified key does not exist."},
     {412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold."},
     {400, "InvalidArgument", "The request's range or size is not valid."}}};

}  // namespace

HttpResponse store_refusal(LocalCloud cloud, StoreRefusal why) {
  const auto& words = kWords[static_cast<int>(cloud)][static_cast<int>(why)];
  HttpResponse response{.status = words.status};
  response.headers.set("Content-Type", "application/xml");
  response.body = std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>") + words.code +
                  "</Code><Message>" + words.message + "</Message>" + words.more + "</Error>";
  return response;
}

}  // namespace databricks::testing::local
