/** What anybody on the internet may send to our own server. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { createGate } from '../../../src/web/admin/gate.ts';
import { claimIn } from '../../../src/web/callback.ts';
import { visitOf } from '../../../src/web/install/route.ts';
import { readPainted } from '../../../src/web/paint/body.ts';
import { readToken, signToken, type TokenPurpose } from '../../../src/web/tokens.ts';
import { json, museum, mutant, text, wire, worn } from '../arbitraries.ts';
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

const gate = createGate({ token: 'at-'.padEnd(32, 'x'), secret: SECRET, now: () => NOW, secure: true });
const [VISIT = ''] = gate.cookie().split(';');

/** A `Cookie` header with others around it; every now and then worn. */
const cookies = (own: fc.Arbitrary<string>) =>
  worn(
    fc
      .tuple(fc.array(text, { maxLength: 2 }), own, fc.array(text, { maxLength: 2 }))
      .map(([before, one, after]) => [...before.map((value) => `a=${value}`), one, ...after].join('; ')),
  );

/** Both halves of an installation, of the same visit or not. */
const visit = fc.constantFrom('visit-1', 'visit-2');
const until = fc.constantFrom(NOW + 60_000, NOW - 60_000);

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
  parser({
    name: 'cookies of visits to the queues',
    inputs: cookies(fc.constantFrom(VISIT, VISIT, 'mj_queues=', 'mj_queues=visit.zzzzzz.AAAA')),
    feed(cookie) {
      const admitted = gate.admits({ headers: { cookie } });
      // Whoever is let in shows the very cookie that was given out.
      if (admitted) expect(cookie).toContain(VISIT);
      return admitted ? 'accepted' : 'refused';
    },
  }),
  parser({
    name: 'ways back of an installation',
    inputs: fc.record({
      state: fc.oneof(
        { weight: 4, arbitrary: fc.tuple(visit, until).map(([one, end]) => signToken(SECRET, 'install', one, end)) },
        { weight: 1, arbitrary: fc.oneof(worn(tokens), fc.array(text), fc.constant(undefined)) },
      ),
      cookie: cookies(
        fc.tuple(visit, until).map(([one, end]) => `mj_install=${signToken(SECRET, 'install-browser', one, end)}`),
      ),
    }),
    feed({ state, cookie }) {
      const found = visitOf({ query: { state }, headers: { cookie } }, SECRET, NOW);
      if (found === undefined) return 'refused';
      expect(state).toBe(signToken(SECRET, 'install', found, NOW + 60_000));
      expect(cookie).toContain(signToken(SECRET, 'install-browser', found, NOW + 60_000));
      return 'accepted';
    },
  }),
];
