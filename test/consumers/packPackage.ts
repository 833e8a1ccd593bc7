import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from './runCommand.ts';

/** What a build reads. */
const sources = [
  'src',
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'tsconfig.json',
  'tsconfig.build.json',
  'test/tools',
  'stories/docs/llms.txt',
];

/**
 * Builds and packs a clean copy of the package in `folder`, as a release would, from the sources in `from`.
 * Resolves with the tarball's path.
 */
export async function packPackage(folder: string, from = '.'): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const path of sources) await cp(join(from, path), join(folder, path), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await runCommand('npm', ['run', '--silent', 'build'], { cwd: folder });
  await runCommand('npm', ['pack', '--silent'], { cwd: folder });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack left no tarball.');
  return join(folder, tarball);
}
