import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const importer = fileURLToPath(new URL('package.json', import.meta.url));
const replaced = /^(react|react-dom|@testing-library\/(react|dom)|@tanstack\/react-query)(\/|$)/;

/** Sources and tests get the oldest peers that are supported, and what imports React beside them, from this folder. */
export function resolveReact18(): Plugin {
  return {
    name: 'react-18',
    enforce: 'pre',
    resolveId(source) {
      return replaced.test(source) ? this.resolve(source, importer, { skipSelf: true }) : undefined;
    },
  };
}
