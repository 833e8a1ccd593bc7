import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Every file that `file` reads, and what those read, types included. */
function findImports(file: string, found: Set<string> = new Set()): Set<string> {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
    const path = specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier;
    if (found.has(path)) continue;
    found.add(path);
    if (specifier.startsWith('.')) findImports(path, found);
  }
  return found;
}

/* Who judges by the code under test makes its mistakes, too (DESIGN G1). */
it.each(['oracle/oracle.ts', 'lexey/turnOracle.ts', 'letta/runOracle.ts'])(
  'the judge test/sim/%s knows nothing of src',
  (judge) => {
    const imports = [...findImports(resolve('test/sim', judge))];
    expect(imports.length).toBeGreaterThan(4);
    const home = resolve('test/sim');
    expect(imports.filter((path) => !path.startsWith(home))).toEqual([]);
  },
);
