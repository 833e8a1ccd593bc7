import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/* The layer rules of the lint config, each tried with an import that breaks it (DESIGN §3). */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layers-'));
  cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(file: string, specifier: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { x } from '${specifier}';\nexport const y = x;\n`);
  try {
    return execFileSync(
      join(process.cwd(), 'node_modules/.bin/oxlint'),
      ['-c', join(folder, '.oxlintrc.json'), path],
      { cwd: folder, encoding: 'utf8' },
    );
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const forbidden: [file: string, specifier: string][] = [
  ['src/core/conversation/a.ts', '../../react/index.ts'],
  ['src/core/a.ts', '../ui/index.ts'],
  ['src/core/a.ts', '../transports/bimpe/index.ts'],
  ['src/core/a.ts', '../testing/index.ts'],
  ['src/core/a.ts', 'react'],
  ['src/core/a.ts', 'zustand'],
  ['src/core/a.ts', '@tanstack/react-query'],
  ['src/transports/bimpe/a.ts', '../../core/transcript/transcript.ts'],
  ['src/transports/bimpe/a.ts', '../../react/index.ts'],
  ['src/transports/bimpe/a.ts', 'react'],
  ['src/query/a.ts', '../core/history.ts'],
  ['src/query/a.ts', '../react/index.ts'],
  ['src/query/a.ts', 'react'],
  ['src/react/a.ts', '../query/createQueryHistory.ts'],
  ['src/react/a.ts', '../core/conversation/createConversation.ts'],
  ['src/react/a.ts', '../ui/index.ts'],
  ['src/react/a.ts', '../transports/bimpe/index.ts'],
  ['src/ui/feed/a.ts', '../../core/index.ts'],
  ['src/ui/feed/a.ts', '../../react/useMessage.ts'],
  ['src/ui/feed/a.ts', '../../transports/bimpe/index.ts'],
  ['src/server/a.ts', '../core/index.ts'],
  ['src/testing/a.ts', '../core/transcript/transcript.ts'],
  ['src/testing/a.ts', '../react/index.ts'],
  ['src/testing/a.ts', 'react'],
  ['src/testing/react/a.ts', '../../react/useMessage.ts'],
  ['src/testing/react/a.ts', '../../ui/index.ts'],
  ['playground/app/a.ts', '../../src/core/index.ts'],
  ['stories/a.ts', '../src/index.ts'],
];

const allowed: [file: string, specifier: string][] = [
  ['src/core/conversation/a.ts', '../transcript/transcript.ts'],
  ['src/core/a.ts', 'zustand/vanilla'],
  ['src/transports/bimpe/a.ts', '../../core/index.ts'],
  ['src/query/a.ts', '../core/index.ts'],
  ['src/query/a.ts', '@tanstack/react-query'],
  ['src/react/a.ts', '../query/index.ts'],
  ['src/react/a.ts', '../core/index.ts'],
  ['src/ui/feed/a.ts', '../../react/index.ts'],
  ['src/testing/a.ts', '../core/index.ts'],
  ['src/testing/react/a.ts', '../../react/index.ts'],
  ['src/testing/react/a.ts', 'react'],
  ['playground/app/a.ts', 'react-conversation-stream/ui'],
];

describe('the lint config', () => {
  it.each(forbidden)('stops %s from importing %s', (file, specifier) => {
    expect(lint(file, specifier)).toContain('no-restricted-imports');
  });
  it.each(allowed)('lets %s import %s', (file, specifier) => {
    expect(lint(file, specifier)).not.toContain('no-restricted-imports');
  });
});
