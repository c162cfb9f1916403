#pragma once
// Judges answers by the OpenAPI document: a validator of the part of JSON Schema 2020-12 that the document uses.
// Debian's validators for C++ stop at draft 7.

#include <nlohmann/json.hpp>
#include <senpai/api.hpp>

namespace senpai::test {

/// The document, parsed once.
const nlohmann::json& openapi_document();

/// What is wrong with a value, as one sentence; empty when it is valid. An unknown keyword is wrong, too.
std::string schema_offence(const nlohmann::json& schema, const nlohmann::json& value);

/// What is wrong with an answer to this method at this route: status, error code or body; empty when nothing is.
std::string answer_offence(const std::string& method, const std::string& route, int status, const std::string& body);

/// The same for a request line as it was sent, whatever its target: what no route takes is refused in the envelope.
std::string exchange_offence(const std::string& method, const std::string& target, int status,
                             const std::string& body);

}  // namespace senpai::test
