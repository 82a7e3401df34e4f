import { describe, expect, test } from 'vitest';
import { type Figures, fuzz } from './parser.ts';
import { appParsers } from './parsers/app.ts';
import { domainParsers } from './parsers/domain.ts';
import { gatewayParsers } from './parsers/gateway.ts';
import { pictureParsers } from './parsers/pictures.ts';
import { slackParsers } from './parsers/slack.ts';
import { placeParsers } from './parsers/slack-places.ts';
import { webParsers } from './parsers/web.ts';

/** Cases of each parser: a short form for every change, a long one (`npm run test:fuzz`). */
const CASES = Number(process.env['FUZZ_CASES'] ?? 300);
/** To replay what a failure printed. */
const SEED = process.env['FUZZ_SEED'] === undefined ? undefined : Number(process.env['FUZZ_SEED']);
const LONG = 100_000;

const parsers = [
  ...slackParsers,
  ...placeParsers,
  ...gatewayParsers,
  ...webParsers,
  ...appParsers,
  ...domainParsers,
  ...pictureParsers,
];
const found: Figures[] = [];

describe('every parser of outside data takes some, refuses some, throws nothing undeclared and never hangs', () => {
  test.each(parsers.map((one) => [one.name, one] as const))(
    '%s',
    async (_, one) => {
      found.push(await fuzz(one, CASES, SEED));
    },
    Math.max(30_000, CASES * 60),
  );

  test('the cases are counted', () => {
    const cases = found.reduce((sum, one) => sum + one.cases, 0);
    const accepted = found.reduce((sum, one) => sum + one.accepted, 0);
    const slowest = Math.max(...found.map((one) => one.slowestMs));
    if (CASES > 300) {
      process.stdout.write(`${found.map((one) => JSON.stringify(one)).join('\n')}\n`);
      process.stdout.write(`${cases} cases of ${found.length} parsers, ${accepted} accepted, slowest ${slowest} ms\n`);
    }
    expect(found).toHaveLength(parsers.length);
    expect(cases).toBeGreaterThanOrEqual(CASES > 300 ? LONG : parsers.length * 30);
  });
});
