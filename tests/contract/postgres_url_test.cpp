// The forms that DATABASE_URL may have, against a real server: passwords, TLS, sockets, several hosts.

#include <fstream>
#include <senpai/error.hpp>
#include <thread>

#include "postgres.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// A server with a certificate for `localhost` that lets the user `app` in with a password only, and in the database
/// `secure` with TLS only.
class SecureServer {
 public:
  SecureServer() {
    PostgresSession db(postgres_.url());
    // Its user owns the key, as the server demands.
    const std::string folder = db.text("SHOW data_directory");
    const std::string key = folder + "/server.key", certificate = folder + "/server.crt";
    db.run("COPY (SELECT 1) TO PROGRAM 'umask 077; openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout " + key +
           " -out " + certificate + " -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null'");
    db.run("COPY (SELECT 1) TO PROGRAM 'umask 077; openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout " +
           folder + "/other.key -out " + folder + "/other.crt -subj /CN=localhost 2>/dev/null'");
    for (const char* name : {"server.crt", "other.crt"})
      std::ofstream(folder_.path() / name) << db.text("SELECT pg_read_file('" + folder + "/" + name + "')");
    db.run("CREATE ROLE app LOGIN PASSWORD 'p@ss/w:rd %1'");
    for (const char* name : {"app", "secure"}) db.run(std::string("CREATE DATABASE ") + name + " OWNER app");
    db.run("COPY (VALUES ('local all all trust'), ('hostnossl secure all all reject'),"
           " ('host all app all scram-sha-256'), ('host all all all trust')) TO '" + folder + "/pg_hba.conf'");
    db.run("ALTER SYSTEM SET ssl_cert_file = 'server.crt'");
    db.run("ALTER SYSTEM SET ssl = on");
    db.run("SELECT pg_reload_conf()");
    const auto colon = postgres_.url().rfind(':');
    port_ = postgres_.url().substr(colon + 1, postgres_.url().rfind('/') - colon - 1);
    sockets_ = db.text("SHOW unix_socket_directories");
    // Reloading takes a moment.
    for (int i = 0; i < 500 && trouble(app("localhost", "?sslmode=require")) != ""; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  /// The URL of the user `app`, with its password as it has to be written.
  std::string app(const std::string& host, const std::string& rest, const std::string& database = "app") const {
    return "postgres://app:p%40ss%2Fw%3Ard%20%251@" + host + ":" + port_ + "/" + database + rest;
  }
  std::string file(const char* name) const { return (folder_.path() / name).string(); }
  const std::string& port() const { return port_; }
  const std::string& sockets() const { return sockets_; }
  /// Why a store cannot be opened, migrated and used there; empty when it can.
  static std::string trouble(const std::string& url) {
    try {
      const auto storage = open_postgres({.url = url, .connections = 2});
      storage->migrate();
      read(*storage, [](Stores& s) { return s.users.find(UserId("00000000-0000-0000-0000-000000000000")); });
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

 private:
  PrivatePostgres postgres_;
  TemporaryFolder folder_;
  std::string port_, sockets_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("postgres: every form of the URL works that libpq and managed services know") {
  if (!has_postgres()) {
    MESSAGE("not run, because there is no PostgreSQL");
    return;
  }
  const SecureServer server;
  const auto trouble = [](const std::string& url) { return SecureServer::trouble(url); };
  const std::string right = "&sslrootcert=" + server.file("server.crt");
  const std::string wrong = "&sslrootcert=" + server.file("other.crt");

  // TLS
  CHECK(trouble(server.app("localhost", "?sslmode=require", "secure")) == "");
  CHECK(trouble(server.app("localhost", "?sslmode=verify-full" + right, "secure")) == "");
  CHECK(trouble(server.app("127.0.0.1", "?sslmode=verify-ca" + right, "secure")) == "");
  CHECK(contains(trouble(server.app("127.0.0.1", "?sslmode=verify-full" + right, "secure")), "does not match"));
  CHECK(contains(trouble(server.app("localhost", "?sslmode=verify-full" + wrong, "secure")), "verify failed"));
  CHECK(contains(trouble(server.app("localhost", "?sslmode=disable", "secure")), "no encryption"));
  PostgresSession over_tls(server.app("localhost", "?sslmode=require", "secure"));
  CHECK(over_tls.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == "t");

  // What managed services hand out
  CHECK(trouble(server.app("localhost", "?sslmode=require&channel_binding=require")) == "");
  CHECK(trouble(server.app("localhost", "?sslmode=require&options=-c%20work_mem%3D8MB&application_name=a%20b")) == "");
  CHECK(trouble(server.app("localhost", "?sslmode=require&connect_timeout=5&target_session_attrs=read-write")) == "");
  const std::string two = "postgresql://app:p%40ss%2Fw%3Ard%20%251@127.0.0.1:1,localhost:" + server.port() +
                          "/app?target_session_attrs=read-write&connect_timeout=2";
  CHECK(trouble(two) == "");

  // Unix sockets, and the form without URL
  REQUIRE_FALSE(server.sockets().empty());
  CHECK(trouble("postgresql://app@/app?host=" + server.sockets() + "&port=" + server.port()) == "");
  CHECK(trouble("host=" + server.sockets() + " port=" + server.port() + " user=app dbname=app") == "");

  // Passwords
  const std::string refused = trouble("postgres://app:hidden-word@localhost:" + server.port() + "/app");
  CHECK(contains(refused, "password authentication failed"));
  CHECK_FALSE(contains(refused, "hidden-word"));
  CHECK(contains(trouble("postgres://app@localhost:" + server.port() + "/app"), "no password supplied"));
  CHECK(contains(trouble(server.app("localhost", "", "nowhere")), "does not exist"));
  // Parameters of other programs
  CHECK(contains(trouble(server.app("localhost", "?pgbouncer=true")), "cannot be read"));
}
