import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const entry = (path: string): string => resolve(import.meta.dirname, path);

/** Every process is one bundle in out/main; packages stay in node_modules, since some of them carry native code. */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      sourcemap: true,
      lib: {
        entry: {
          index: entry('src/main/index.ts'),
          cli: entry('src/cli/index.ts'),
          verify: entry('src/cli/verify/index.ts'),
          worker: entry('src/worker/index.ts'),
          sampler: entry('src/sampler/index.ts'),
          prober: entry('src/prober/index.ts'),
          importer: entry('src/importer/index.ts'),
          keeper: entry('src/keeper/index.ts'),
        },
        formats: ['es'],
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      lib: { entry: { index: entry('src/preload/index.ts') }, formats: ['cjs'] },
    },
  },
  renderer: {
    root: entry('src/renderer'),
    plugins: [react()],
    build: {
      minify: true,
      rollupOptions: { input: { index: entry('src/renderer/index.html') } },
    },
  },
});
