"""The trust backend from Python."""

import senpai

# In memory; "sqlite": {"path": "senpai.db"} keeps the data.
with senpai.open({"auth": {"tokenSecret": "at least thirty-two bytes of secret"}}) as platform:
    platform.migrate()
    account = platform.auth.register(full_name="Ayu Lestari", email="ayu@example.com", password="correct horse")
    ayu = platform.as_user(account["accessToken"])
    ayu.kyc.start()
    print(account["user"]["fullName"], "may read", ayu.jobs.list()["pageInfo"]["total"], "jobs")
