import { defineConfig } from 'vitest/config';

/** What is late once on a shared machine is tried once more, and the summary counts it as a retry; a defect is there twice. */
const retry = process.env['CI'] === undefined ? 0 : 1;

/**
 * The files of a ring share its processes, each of which loads a module once: importing the same hundred modules for every file cost as much as
 * the tests. It is sound because no module of ours keeps anything, and shows when one begins to. A test that measures its process starts
 * one of its own (`test/unit/mask/memory.test.ts`). Processes, not threads: how many pictures sharp decodes is counted by process.
 */
const shared = { pool: 'forks', isolate: false } as const;

/** One more than cores: many a test waits for a clock or a socket. Rings that run at the same time must agree on it. */
const maxWorkers = 3;

/**
 * The rings of tests. Budgets are in the README; a ring that outgrows its budget is split, not waited for.
 * `unit` touches nothing outside the process but loopback stand-ins; `fuzz` gives every parser of outside data what nobody foresaw; `integration` starts a
 * private Redis; `e2e` starts whole processes; `chaos` kills them.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers,
          ...shared,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers,
          ...shared,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers,
          ...shared,
          retry,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // After the others: a picture within a second needs the machine.
          sequence: { groupOrder: 1 },
          // Each file has its own stand-ins, Redis and bot.
          maxWorkers,
          globalSetup: ['test/support/build-once.ts'],
          retry,
        },
      },
      {
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 90_000,
          // Alone: how fast a killed process's work is taken up is measured.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          retry,
          globalSetup: ['test/support/build-once.ts'],
        },
      },
    ],
  },
});
