#pragma once
// The kinds of jobs in the queue, for those who push them and the worker who does them.

namespace senpai {

/// Mails a one-time code; its payload is the id of the challenge.
constexpr const char* verification_mail_job = "auth.verification_email";
/// Gives up the files of a deleted job's applications; its payload is the job's id.
constexpr const char* abandon_files_job = "jobs.abandon_files";

}  // namespace senpai
