import { resolve } from 'node:path';
import esbuild from '@size-limit/esbuild';
import file from '@size-limit/file';
import sizeLimit from 'size-limit';
import { reactOnce } from './test/size/reactOnce.js';

/** React and TanStack Query are the app's. */
const app = {
  gzip: true,
  ignore: ['@tanstack/react-query'],
  modifyEsbuildConfig: (config) => ({ ...config, plugins: [reactOnce] }),
};

const hooks = 'test/size/hooks.js';
const [{ size: hooksSize }] = await sizeLimit([file, esbuild], {
  checks: [{ ...app, files: [resolve(hooks)] }],
});

/** What a transport is besides core, whose turns it uses: core is there once, whatever transports an app has. */
const transport = (name, limit) => ({
  name: `/transports/${name}, beyond core and its turns`,
  path: `dist/transports/${name}/index.js`,
  gzip: true,
  ignore: ['./dist/core/index.js'],
  limit: `${limit} kB`,
});

/** min+gzip of the built package. */
export default [
  { ...app, name: 'hooks + core + BimpeAI', path: hooks, limit: '25.3 kB' },
  {
    ...app,
    name: `the same + all of /ui: 25 kB beyond its ${hooksSize} B`,
    path: 'test/size/hooksAndUi.js',
    limit: `${hooksSize + 25_000} B`,
  },
  { name: '/core + BimpeAI', path: 'test/size/core.js', gzip: true, limit: '21.6 kB' },
  transport('expys', 5),
  transport('lexey', 5),
  transport('sse', 5),
  transport('letta', 7.8),
  { ...app, name: '/markdown', path: 'test/size/markdown.js', limit: '48 kB' },
];
