/** What anybody on the internet may send to our own server. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { claimIn } from '../../../src/web/callback.ts';
import { readPainted } from '../../../src/web/paint/body.ts';
import { readToken, signToken, type TokenPurpose } from '../../../src/web/tokens.ts';
import { json, museum, mutant, wire, worn } from '../arbitraries.ts';
import { declared, type Parser, parser } from '../parser.ts';

const SECRET = 'k'.repeat(32);
const NOW = 1_763_700_000_000;
const PURPOSES: readonly TokenPurpose[] = ['callback', 'paint', 'paint-preview'];

const tokens = fc
  .tuple(
    fc.constantFrom(...PURPOSES),
    fc.stringMatching(/^[\w~-]{1,30}$/),
    fc.option(fc.integer({ min: 0, max: 2 * NOW }), { nil: undefined }),
    fc.constantFrom(SECRET, 'another'),
  )
  .map(([purpose, payload, expiry, secret]) => signToken(secret, purpose, payload, expiry));

const painted = fc.record({
  prompt: fc.string(),
  then: fc.constantFrom('redraw', 'return', 'else'),
  mask: worn(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`),
  ),
});

export const webParsers: readonly Parser[] = [
  parser({
    name: 'tokens of links',
    inputs: fc.tuple(worn(tokens), fc.constantFrom(...PURPOSES)),
    feed([token, purpose]) {
      const reading = readToken(SECRET, purpose, token, NOW);
      if (!reading.ok) return 'refused';
      const [payload = '', expiry = ''] = token.split('.');
      const expiresAt = expiry === '' ? undefined : Number.parseInt(expiry, 36) * 1000;
      expect(signToken(SECRET, purpose, payload, expiresAt)).toBe(token);
      expect(expiresAt ?? NOW).toBeGreaterThanOrEqual(NOW);
      return 'accepted';
    },
  }),
  parser({
    name: 'bodies of callbacks',
    inputs: wire(fc.oneof(mutant(museum('gateway').values()), json)),
    feed(body) {
      const { task, status } = claimIn(Buffer.from(body));
      if (task !== undefined) expect(task.length).toBeLessThanOrEqual(200);
      return task === undefined && status === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'what the painter sends',
    inputs: fc.oneof({ weight: 4, arbitrary: painted }, { weight: 1, arbitrary: json }),
    feed: (body) => (declared(() => readPainted(body), UserMistake) === undefined ? 'refused' : 'accepted'),
  }),
];
