import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Packages find each other's sources, so that no test needs a build. */
const conditions = ['@amtsbote/source'];
const source = { resolve: { conditions }, ssr: { resolve: { conditions } } };
const env = {
  AMTSBOTE_CORPUS: process.env['AMTSBOTE_CORPUS'] ?? resolve(import.meta.dirname, '../shared/corpus'),
};

export default defineConfig({
  test: {
    slowTestThreshold: 2_000,
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts'],
          env,
          testTimeout: 20_000,
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/crash/**'],
          env,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...source,
        test: {
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          env,
          testTimeout: 300_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
