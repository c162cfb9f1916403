#pragma once
// One value of each type that answers are made of, from which examples and schemas come. They tell one story: Rina
// Hartono proves who she is and applies for work in a care home in Fukuoka.

#include <senpai/api.hpp>

#include "api/error_answer.hpp"

namespace senpai::api {

template <class T>
T sample();

template <> Timestamp sample();
template <> bool sample();
template <> JobId sample();
template <> PostId sample();
template <> User sample();
template <> Challenge sample();
template <> AuthSession sample();
template <> Verification sample();
template <> KycSession sample();
template <> std::optional<KycSession> sample();
template <> KycDocument sample();
template <> KycStatusEvent sample();
template <> KycHistory sample();
template <> UploadLink sample();
template <> UploadTicket sample();
template <> PreviewLink sample();
template <> ProviderEventResult sample();
template <> ReviewQueue sample();
template <> JobSummary sample();
template <> Job sample();
template <> FeedPost sample();
template <> BulkResult sample();
template <> Application sample();
template <> Applicant sample();
template <> JourneyEvent sample();
template <> ApplicationDocument sample();
template <> ApplicationCase sample();
template <> StatusChangeResult sample();
template <> ApplicationPreview sample();
template <> Profile sample();
template <> Checklist sample();
template <> FinalRequest sample();
template <> Organization sample();
template <> OrganizationVerification sample();
template <> OrganizationCase sample();
template <> Overview sample();
template <> Timeline sample();
template <> Metrics sample();
template <> ErrorDetail sample();

/// Becomes a sample of whatever type is wanted.
struct AnySample {
  template <class T>
  operator T() const {
    return sample<T>();
  }
};

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;
template <class T>
constexpr bool is_page = false;
template <class T>
constexpr bool is_page<Page<T>> = true;

/// Not a view with a reference to what it shows, which a sample of it would outlive.
template <class T>
constexpr bool is_self_contained = std::is_copy_assignable_v<T>;

/// What has none of its own: lists of one, and structs put together from samples of their members.
template <class T>
T sample() {
  static_assert(is_self_contained<T>);
  constexpr AnySample any;
  if constexpr (is_list<T>) {
    T list;
    list.push_back(any);
    return list;
  } else if constexpr (is_page<T>) {
    return {.items = any, .window = {}, .total = 1};
  } else if constexpr (!std::is_aggregate_v<T>) {
    return T{};
  } else if constexpr (requires { T{any, any, any, any}; }) {
    return {any, any, any, any};
  } else if constexpr (requires { T{any, any, any}; }) {
    return {any, any, any};
  } else if constexpr (requires { T{any, any}; }) {
    return {any, any};
  } else if constexpr (requires { T{any}; }) {
    return {any};
  } else {
    return T{};
  }
}

}  // namespace senpai::api
