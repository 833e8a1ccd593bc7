import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getConsumers } from './consumer.ts';
import { packPackage } from './packPackage.ts';

const { packageFolder, tarball, react19 } = getConsumers();
const installed = join(react19.folder, 'node_modules/react-conversation-stream');

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly sideEffects: readonly string[];
}

const read = (file: string): Promise<string> => readFile(join(installed, file), 'utf8');
const manifest = JSON.parse(await read('package.json')) as Manifest;
const files = await listFiles(installed);
const built = files.filter((file) => /^dist\/.*\.js$/.test(file));

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

async function hash(file: string): Promise<string> {
  const bytes = await readFile(file);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Specifiers of packages a built module imports, now or later; type imports are gone by then. */
function findPackages(code: string): string[] {
  const specifiers = code.matchAll(
    /^(?!\s*[*/]).*?(?:\bfrom |^import |\bimport\()['"]([^.'"][^'"]*)['"](?:\)|;$)/gm,
  );
  return [...specifiers].map(([, specifier = '']) => specifier);
}

/** `@scope/name` or `name` of a specifier. */
function nameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

describe('the packed package', () => {
  it('is the same, byte by byte, when it is built and packed a second time elsewhere', async () => {
    const again = await packPackage(`${packageFolder}-again`, packageFolder);
    expect(await hash(again)).toBe(await hash(tarball));
  });

  it('holds its papers and every source its maps name, and nothing else of the repository', async () => {
    const folders = new Set(files.map((file) => file.split('/')[0]));
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    expect(folders).toEqual(new Set([...papers, 'dist', 'src']));
    expect(files).toContain('dist/llms.txt');
    const mapped = built.filter((file) => files.includes(`${file}.map`));
    expect(mapped.length).toBeGreaterThan(200);
    for (const file of mapped) {
      const { sources } = JSON.parse(await read(`${file}.map`)) as { sources: string[] };
      const named = sources.map((source) => join(file, '..', source));
      expect(files).toEqual(expect.arrayContaining(named));
    }
  });

  it('runs nothing when it is installed, and neither does anything that comes with it', async () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
    for (const hook of hooks) expect(manifest.scripts).not.toHaveProperty(hook);
    const lock = await readFile(join(react19.folder, 'package-lock.json'), 'utf8');
    expect(lock).toContain('node_modules/react-conversation-stream');
    expect(lock).not.toContain('hasInstallScript');
  });

  it('has a core that needs zustand and eventsource-parser alone', async () => {
    const core = built.filter((file) => file.startsWith('dist/core/'));
    const imports = await Promise.all(core.map(async (file) => findPackages(await read(file))));
    const packages = [...new Set(imports.flat())].toSorted();
    expect(packages).toEqual(['eventsource-parser', 'zustand/vanilla']);
  });

  it('brings two packages along, and imports nothing else but what an app of React has (DESIGN G16)', async () => {
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual([
      'eventsource-parser',
      'zustand',
    ]);
    const peers = Object.keys(manifest.peerDependencies).toSorted();
    expect(peers).toEqual(['@tanstack/react-query', 'react', 'react-dom']);
    const imports = await Promise.all(built.map(async (file) => findPackages(await read(file))));
    const names = new Set(imports.flat().map(nameOf));
    expect([...names].toSorted()).toEqual(
      [...Object.keys(manifest.dependencies), ...peers].toSorted(),
    );
  });

  it('gives every entry its types first', () => {
    for (const [entry, conditions] of Object.entries(manifest.exports)) {
      if (entry === './package.json') continue;
      expect(Object.keys(conditions)).toEqual(['types', 'default']);
      for (const path of Object.values(conditions)) expect(files).toContain(path.slice(2));
    }
    expect(manifest.sideEffects).toEqual(['*.css']);
  });

  it('marks each file with a hook or a component as client code, and no door', async () => {
    const marked = new Set<string>();
    for (const file of built) if ((await read(file)).startsWith("'use client';")) marked.add(file);
    const hooksAndComponents = built.filter((file) => /\/(?:use)?[A-Z]\w*\.js$/.test(file));
    expect(hooksAndComponents.length).toBeGreaterThan(30);
    expect(hooksAndComponents.filter((file) => !marked.has(file))).toEqual([]);
    const serverSafe = /\/index\.js$|^dist\/(?:core|server|transports)\//;
    expect([...marked].filter((file) => serverSafe.test(file))).toEqual([]);
  });

  it('has a changelog that knows its version', async () => {
    expect(await read('CHANGELOG.md')).toContain(`## ${manifest.version}`);
  });
});
