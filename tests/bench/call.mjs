// call.mjs PACKAGE DATABASE TIMES: CPU time of one jobs.find from Node, in µs, all threads together. SENPAI_ADDON finds the
// addon. Eight calls are on their way at any time, as in a server.
const { open } = await import(process.argv[2]);
const times = Number(process.argv[4]);
const platform = await open({
  sqlite: { path: process.argv[3] },
  auth: { tokenSecret: 'at least thirty-two bytes of secret' },
});
const run = async (count) => {
  for (let i = 0; i < count; ++i) await platform.jobs.find({ jobId: 'job_tokyo_senior_welder_001' });
};
await run(times / 10);
const begin = process.cpuUsage();
await Promise.all(Array.from({ length: 8 }, () => run(times / 8)));
const { user, system } = process.cpuUsage(begin);
console.log((user + system) / times);
await platform.close();
