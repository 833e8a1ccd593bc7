import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { publicEntries } from '../test/helpers/publicEntries.ts';

/** How stories are built: they import the package by its public names, as its users do. */
export default defineConfig({
  plugins: [react()],
  resolve: { alias: publicEntries },
  // Browsers that know `light-dark()`: lowered, a theme forced on an element would not reach its colours.
  // Storybook takes over `target` and nothing else of `build`.
  build: { target: ['chrome123', 'firefox120', 'safari17.5'] },
});
