// The trust backend from Node.
import { open } from 'senpai';

// In memory; sqlite: { path: 'senpai.db' } keeps the data.
const platform = await open({ auth: { tokenSecret: 'at least thirty-two bytes of secret' } });
await platform.migrate();
const account = await platform.auth.register({
  fullName: 'Ayu Lestari',
  email: 'ayu@example.com',
  password: 'correct horse',
});
const ayu = platform.asUser(account.accessToken);
await ayu.kyc.start();
const jobs = await ayu.jobs.list();
console.log(account.user.fullName, 'may read', jobs.pageInfo.total, 'jobs');
await platform.close();
