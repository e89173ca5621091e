import { configDefaults, defineConfig } from 'vitest/config';

/** Their code keeps nothing and starts nothing, so that their tests may share a process: starting one costs more. */
const WITHOUT_STATE = [
  'src/contract/**/*.test.ts',
  'src/core/{analysis,charts,importers,model,reports}/**/*.test.ts',
  'src/renderer/**/*.test.{ts,tsx}',
];

export default defineConfig({
  test: {
    // Two measuring workers at once would only disturb each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'with state',
          include: ['{src,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...WITHOUT_STATE],
        },
      },
      { extends: true, test: { name: 'without state', include: WITHOUT_STATE, isolate: false } },
    ],
  },
});
