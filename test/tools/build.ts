import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { bundleMarkdownIt } from './bundleMarkdownIt.ts';

/** Builds the package into `dist`: `tsc` writes one module per source file, the stylesheet is copied. */
rmSync('dist', { recursive: true, force: true });
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
await bundleMarkdownIt('dist/markdown/parse');
cpSync('src/ui/styles.css', 'dist/ui/styles.css');
cpSync('stories/docs/llms.txt', 'dist/llms.txt');
// TypeScript 6 and later check `import '…/styles.css'`, too, in projects that know nothing of CSS.
writeFileSync('dist/ui/styles.css.d.ts', 'export {};\n');
