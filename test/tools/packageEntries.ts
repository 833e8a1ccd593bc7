import { readFileSync } from 'node:fs';

interface Manifest {
  readonly exports: Readonly<
    Record<string, string | { readonly types: string; readonly default: string }>
  >;
}

/** The JavaScript entries of package.json: public name and built files. */
export function readEntries(): { name: string; types: string; file: string }[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  return Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'object' && target.default.endsWith('.js')
      ? [{ name, types: target.types, file: target.default }]
      : [],
  );
}
