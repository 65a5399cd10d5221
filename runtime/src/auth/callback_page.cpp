#include "auth/callback_page.hpp"

namespace databricks::detail {

namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string page(std::string_view status, std::string_view heading, std::string_view text) {
  const std::string title(heading);
  const std::string body =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
      "</title></head>\n<body style=\"font-family:sans-serif;margin:4em auto;max-width:40em\"><h1>" + title +
      "</h1><p>" + std::string(text) + "</p></body></html>\n";
  return "HTTP/1.1 " + std::string(status) +
         "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'none'; style-src "
         "'unsafe-inline'\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: "
         "close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

std::string callback_page(std::string_view problem) {
  if (problem.empty()) return page("200 OK", "Signed in", "You can close this tab.");
  return page("400 Bad Request", "The sign-in failed", escaped(problem));
}

std::string no_such_page() { return page("404 Not Found", "Nothing here", "A program waits here for a sign-in."); }

}  // namespace databricks::detail
