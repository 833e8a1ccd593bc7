import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { referenceServersPlugin } from './playground/server/referenceServersPlugin.ts';
import { publicEntries } from './test/helpers/publicEntries.ts';

/** The playground: `npm start` serves it together with reference servers of all backends. */
export default defineConfig({
  root: 'playground',
  plugins: [react(), referenceServersPlugin()],
  resolve: { alias: publicEntries },
  build: { outDir: '../dist-playground', emptyOutDir: true },
});
