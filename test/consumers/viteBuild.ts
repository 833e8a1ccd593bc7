import { resolve } from 'node:path';
import { runCommand } from './runCommand.ts';

const vite = resolve('node_modules/vite/bin/vite.js');

/** Builds an app with this repository's Vite, which finds React and the package where the app is. */
export async function viteBuild(
  app: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  await runCommand('node', [vite, 'build', '--logLevel', 'warn', ...args], { cwd: app, env });
}
