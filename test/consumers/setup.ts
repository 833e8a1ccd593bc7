import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installConsumer, type Consumers } from './consumer.ts';
import { packPackage } from './packPackage.ts';

let folder: string;

/** Builds, packs and installs once; the test files ask for it by `getConsumers()`. */
export async function setup({ provide }: TestProject): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'consumers-'));
  provide('consumers', await createConsumers().catch(String));
}

async function createConsumers(): Promise<Consumers> {
  const packageFolder = join(folder, 'package');
  const tarball = await packPackage(packageFolder);
  const react18 = await installConsumer(join(folder, 'react-18'), tarball, '18');
  const react19 = await installConsumer(join(folder, 'react-19'), tarball, '19');
  return { packageFolder, tarball, react18, react19 };
}

export function teardown(): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
