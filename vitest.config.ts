import { defineConfig } from 'vitest/config';

/**
 * The rings of tests. Budgets are in the README; a ring that outgrows its budget is split, not waited for.
 * `unit` touches nothing outside the process but loopback stand-ins; `integration` starts a private Redis; `e2e` starts whole processes; `chaos`
 * kills them.
 */
/** What is late once on a shared machine is tried once more, and the summary counts it as a retry; a defect is there twice. */
const retry = process.env['CI'] === undefined ? 0 : 1;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
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
          // Each file has its own stand-ins, Redis and bot; two at a time leave the processes under test room to be quick.
          maxWorkers: 2,
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
