import pLimit from 'p-limit';
import type { TestContext } from 'vitest';
import { type Stage, type StageOptions, setStage } from './stage.ts';

/** Starting a bot takes all of a core, so in a file one starts after the other. Then they mostly wait, and may do so side by side. */
const curtain = pLimit(1);

/** What a test of stages is given. */
export interface OnStage {
  setStage(this: void, options?: StageOptions): Promise<Stage>;
}

/**
 * `const test = plain.extend(onStage)`: each stage is the test's own, and is struck when the test ends. So such tests may run side by side
 * (`describe.concurrent`); those that promise how quick something is should not.
 */
export const onStage = {
  setStage: async ({ onTestFinished }: TestContext, use: (value: OnStage['setStage']) => Promise<void>) => {
    await use(async (options) => {
      const stage = await curtain(() => setStage(options));
      onTestFinished(() => stage.strike());
      return stage;
    });
  },
};
