import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** The peak of a process never falls, and other tests have raised that of this one already. */
const PROGRAM = fileURLToPath(new URL('./fifteen-masks.ts', import.meta.url));

test('fifteen large masks at once do not take fifteen times the memory of one', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM]);
  const { sizes, grewMb } = JSON.parse(stdout) as { sizes: number[]; grewMb: number };

  expect(sizes).toHaveLength(15);
  expect(Math.min(...sizes)).toBeGreaterThan(1000);
  // Decoded, the picture is 50 MB, and fifteen of them 750.
  expect(grewMb).toBeLessThan(350);
});
