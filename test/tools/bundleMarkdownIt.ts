import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'vite';

/** What `src/markdown` never calls of markdown-it: it finds bare addresses itself, and leaves hosts as written. */
const unused: Readonly<Record<string, string>> = {
  'linkify-it': 'export class LinkifyIt {}',
  'punycode.js': 'export default {}',
};

const leaveOut: Plugin = {
  name: 'leave-out',
  enforce: 'pre',
  resolveId: (id) => (id in unused ? `\0${id}` : null),
  load: (id) => unused[id.slice(1)] ?? null,
};

const bundled = ['markdown-it', 'entities', 'mdurl', 'uc.micro'];

/**
 * Writes markdown-it, with what it needs and without what is never called, as `markdownIt.js` into `outDir`, and
 * its licenses beside it. Users then install nothing for `/markdown`, and load a tenth less.
 */
export async function bundleMarkdownIt(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [leaveOut],
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: false,
      target: 'es2022',
      lib: {
        entry: 'src/markdown/parse/markdownIt.ts',
        formats: ['es'],
        fileName: () => 'markdownIt.js',
      },
    },
  });
  rmSync(join(outDir, 'markdownIt.js.map'), { force: true });
  writeFileSync(join(outDir, 'markdownIt.LICENSES.txt'), readLicenses());
}

function readLicenses(): string {
  const resolve = createRequire(import.meta.url);
  const inner = createRequire(resolve.resolve('markdown-it'));
  return bundled
    .map((name) => {
      const entry = (name === 'markdown-it' ? resolve : inner).resolve(name);
      const folder = findFolder(dirname(entry), name);
      const license = readdirSync(folder).find((file) => /^licen[cs]e/iu.test(file))!;
      return `${name}\n\n${readFileSync(join(folder, license), 'utf8').trim()}\n`;
    })
    .join('\n----\n\n');
}

function findFolder(folder: string, name: string): string {
  try {
    const { name: found } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name?: string;
    };
    if (found === name) return folder;
  } catch {
    // Not the root of a package.
  }
  return findFolder(dirname(folder), name);
}
