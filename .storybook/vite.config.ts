import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { publicEntries } from '../test/helpers/publicEntries.ts';

/** How stories are built: they import the package by its public names, as its users do. */
export default defineConfig({
  plugins: [react()],
  resolve: { alias: publicEntries },
});
