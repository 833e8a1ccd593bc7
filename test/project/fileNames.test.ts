import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

/* `author.ts` and `Author.tsx` are one file once they are built, on Windows and macOS, and to some bundlers anywhere. */
it('no two modules have names that differ by case or ending alone', () => {
  const modules = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => name.replace(/\.tsx?$/u, '').toLowerCase());
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.filter((name, index) => modules.indexOf(name) !== index)).toEqual([]);
});
