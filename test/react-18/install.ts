import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * React 18 lives in a folder of its own: beside React 19, npm would have to be told to ignore its peers. It
 * is installed when its tests run, if it is not there yet or the lockfile has changed.
 */
export function setup(): void {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  if (timeOf(`${folder}node_modules/.package-lock.json`) > timeOf(`${folder}package-lock.json`))
    return;
  const { status } = spawnSync('npm ci --no-audit --no-fund', {
    cwd: folder,
    shell: true,
    stdio: 'inherit',
  });
  if (status !== 0)
    throw new Error('React 18 could not be installed: npm ci failed in test/react-18.');
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
