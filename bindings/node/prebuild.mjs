// Builds the addon into prebuilt/, so that installing the package runs no script. SENPAI_BUILD names a CMake build
// folder; without it, build/release of this source tree is brought up to date.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const build = path.resolve(process.env.SENPAI_BUILD ?? path.join(root, 'build', 'release'));
function run(program, ...args) {
  try {
    execFileSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  } catch (error) {
    const missing = `${program} is not installed; ./dev up in the source tree installs what building senpai needs.`;
    console.error(error.code === 'ENOENT' ? missing : `Building libsenpai failed: ${error.message}`);
    process.exit(1);
  }
}

if (!process.env.SENPAI_BUILD) run('cmake', '--preset', 'release');
run('cmake', '--build', build, '--target', 'senpai_node');
const folder = path.join(here, 'prebuilt', `${process.platform}-${process.arch}`);
mkdirSync(folder, { recursive: true });
run('strip', '--strip-unneeded', '-o', path.join(folder, 'senpai.node'), path.join(build, 'bindings', 'senpai.node'));
