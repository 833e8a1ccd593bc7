import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

/** Builds the package into `dist`: `tsc` writes one module per source file, the stylesheet is copied. */
rmSync('dist', { recursive: true, force: true });
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('src/ui/styles.css', 'dist/ui/styles.css');
