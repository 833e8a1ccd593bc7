import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/**
 * For esbuild: React stays outside, and is imported once. An app's bundler joins what a hundred files import of
 * the same module; esbuild by itself keeps a statement, and other names, for each of them.
 */
export const reactOnce = {
  name: 'react-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react(?:-dom|\/jsx-runtime)?$/ }, ({ path, namespace }) =>
      namespace === 'once' ? { path, external: true } : { path, namespace: 'once' },
    );
    onLoad({ filter: /.*/, namespace: 'once' }, async ({ path }) => {
      const { default: exported } = await import(resolve(path));
      return { contents: `export { ${Object.keys(exported).join()} } from '${path}';` };
    });
  },
};
