import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyApp, getConsumers } from './consumer.ts';
import { readEntryNames } from './readEntryNames.ts';
import { runCommand } from './runCommand.ts';

const { react18, react19 } = getConsumers();

const resolutions = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
} as const;

/* All of the compiler of today; of the oldest, which is slow, each React and each resolution once. */
const cases = [
  { compiler: '5.4', consumer: react18, resolution: 'nodenext' },
  { compiler: '5.4', consumer: react19, resolution: 'bundler' },
  { compiler: '7', consumer: react18, resolution: 'nodenext' },
  { compiler: '7', consumer: react18, resolution: 'bundler' },
  { compiler: '7', consumer: react19, resolution: 'nodenext' },
  { compiler: '7', consumer: react19, resolution: 'bundler' },
] as const;

describe('a strict project that checks its libraries, too', () => {
  it.each(cases)(
    'compiles with TypeScript $compiler, $resolution, React $consumer.reactVersion',
    async ({ consumer, compiler, resolution }) => {
      const cwd = await copyApp(consumer, 'types');
      const entries = await readEntryNames(consumer);
      const imports = entries.map((entry, index) => `export type * as e${index} from '${entry}';`);
      await writeFile(join(cwd, 'entries.ts'), imports.join('\n'));
      const compilerOptions = {
        ...resolutions[resolution],
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
        jsx: 'react-jsx',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        types: [],
      };
      const project = `tsconfig.${resolution}.${compiler}.json`;
      await writeFile(
        join(cwd, project),
        JSON.stringify({ compilerOptions, include: ['*.ts', '*.tsx'] }),
      );
      const tsc = join(consumer.folder, `node_modules/typescript-${compiler}/bin/tsc`);
      expect(await runCommand('node', [tsc, '-p', project], { cwd })).toBe('');
    },
  );
});
