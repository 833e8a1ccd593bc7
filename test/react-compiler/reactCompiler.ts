import { transformAsync } from '@babel/core';
import reactCompiler, { type PluginOptions } from 'babel-plugin-react-compiler';
import type { Plugin } from 'vite';

/** Compiles hooks and components, the tests' own included, with the React Compiler. Whatever it cannot compile fails. */
export function compileReact(): Plugin {
  const options: Partial<PluginOptions> = { target: '19', panicThreshold: 'all_errors' };
  return {
    name: 'react-compiler',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\/(src|test)\/.+\.tsx?$/.test(id)) return undefined;
      const compiled = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: 'inline',
        parserOpts: { plugins: ['typescript', 'jsx'] },
        plugins: [[reactCompiler, options]],
      });
      return compiled?.code ?? undefined;
    },
  };
}
