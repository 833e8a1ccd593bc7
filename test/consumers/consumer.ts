import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { runCommand } from './runCommand.ts';

/** A folder in which the packed package is installed from the registry, as a dependent project would have it. */
export interface Consumer {
  readonly folder: string;
  readonly reactVersion: ReactVersion;
}

export type ReactVersion = '18' | '19';

/** The packed package and one installation per React version, made once for all files of this project. */
export interface Consumers {
  /** The package's own folder, built, with its tarball. */
  readonly packageFolder: string;
  readonly tarball: string;
  readonly react18: Consumer;
  readonly react19: Consumer;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Or why they could not be made: that must fail these tests, not all tests of a run. */
    readonly consumers: Consumers | string;
  }
}

/** What `setup.ts` made for the test files. Throws with what went wrong there. */
export function getConsumers(): Consumers {
  const consumers = inject('consumers');
  if (typeof consumers === 'string') throw new Error(consumers);
  return consumers;
}

const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs `packages` in `cwd`, from npm's cache where it has them. */
export async function npmInstall(cwd: string, ...packages: readonly string[]): Promise<void> {
  await runCommand('npm', [...install, ...packages], { cwd });
}

/** Makes a project with the tarball, its peers and compilers of both ends of the range we promise. */
export async function installConsumer(
  folder: string,
  tarball: string,
  reactVersion: ReactVersion,
): Promise<Consumer> {
  const react = `^${reactVersion}.0.0`;
  const manifest = {
    name: `consumer-react-${reactVersion}`,
    private: true,
    type: 'module',
    dependencies: {
      '@tanstack/react-query': '^5.0.0',
      react,
      'react-conversation-stream': `file:${tarball}`,
      'react-dom': react,
      srvx: '^1.0.0',
    },
    devDependencies: {
      '@types/react': react,
      '@types/react-dom': react,
      'typescript-5.4': 'npm:typescript@~5.4.5',
      'typescript-7': 'npm:typescript@~7.0.2',
    },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await npmInstall(folder);
  return { folder, reactVersion };
}

/** Copies one of `apps` into a consumer. Resolves with its folder. */
export async function copyApp(consumer: Consumer, name: string): Promise<string> {
  const folder = join(consumer.folder, name);
  await cp(new URL(`apps/${name}`, import.meta.url), folder, { recursive: true });
  return folder;
}
