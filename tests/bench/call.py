"""call.py DATABASE TIMES: CPU time of one jobs.find from Python, in µs. SENPAI_LIBRARY and PYTHONPATH find the package."""

import sys
import time

import senpai

TIMES = int(sys.argv[2])
with senpai.open({"sqlite": {"path": sys.argv[1]}, "auth": {"tokenSecret": "at least thirty-two bytes of secret"}}) as p:
    for i in range(TIMES // 10):
        p.jobs.find(job_id="job_tokyo_senior_welder_001")
    begin = time.process_time()
    for i in range(TIMES):
        p.jobs.find(job_id="job_tokyo_senior_welder_001")
    print((time.process_time() - begin) / TIMES * 1e6)
