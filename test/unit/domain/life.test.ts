import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as life from '../../../src/domain/life.ts';
import { DOUBT_MS, LOST_MS, STALL_MS, STALL_RELAX_MS } from '../../../src/domain/pace.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { Submission as Schema } from '../../../src/domain/submission.ts';
import { aDone, aSnapshot, aSubmission, aWatched, gridButtons } from '../../support/records.ts';

const MINUTE = 60_000;

describe('advance', () => {
  const read = (r: Submission, more: Parameters<typeof aSnapshot>[0], now = 1000) =>
    life.advance(aSnapshot(more), now, 60)(r);

  test('takes progress in', () => {
    expect(read(aWatched(), { progress: '46%', percent: 46 })).toMatchObject({
      snapshot: { progress: '46%' },
      movedAt: 1000,
    });
  });

  test('changes nothing when a reading shows nothing new', () => {
    const once = read(aWatched(), {});
    expect(read(once, { imageUrl: undefined }, 2000)).toBe(once);
  });

  test('never runs backwards', () => {
    const at62 = read(aWatched(), { progress: '62%', percent: 62 });
    expect(read(at62, { progress: '15%', percent: 15 }, 2000)).toBe(at62);
    expect(read(at62, { status: 'waiting', progress: '', percent: undefined }, 2000)).toBe(at62);
  });

  test('ends done with the buttons of the last snapshot', () => {
    expect(read(aWatched(), { status: 'done', buttons: gridButtons })).toMatchObject({
      mark: 'ended',
      end: { kind: 'done' },
      snapshot: { buttons: gridButtons },
    });
  });

  test.each([
    ['[Banned prompt detected] …', 'moderation'],
    ['可能包含敏感词', 'moderation'],
    ['任务超时', 'timeout'],
    ['[Invalid parameter] --ar 0:0', 'invalid'],
    ['', 'other'],
    ['the moon fell down', 'other'],
  ])('ends failed with the reason %j in full, sorted as %s', (reason, cause) => {
    expect(read(aWatched(), { status: 'failed', reason, progress: '100%' }).end).toEqual({
      kind: 'failed',
      reason,
      cause,
    });
  });

  test('says after five minutes that nothing moves, after fifteen in relax mode, and forgets it when something does', () => {
    const still = read(aWatched(), {}, 0);
    expect(read(still, {}, STALL_MS - 1).stalled).toBe(false);
    expect(read(still, {}, STALL_MS).stalled).toBe(true);
    expect(read({ ...still, mode: 'relax' }, {}, STALL_RELAX_MS - 1).stalled).toBe(false);
    expect(read({ ...still, mode: 'relax' }, {}, STALL_RELAX_MS).stalled).toBe(true);
    expect(read(read(still, {}, STALL_MS), { progress: '93%', percent: 93 }, STALL_MS + 1).stalled).toBe(false);
  });

  test('gives up at the deadline', () => {
    expect(read(aWatched(), {}, 60 * MINUTE - 1).end).toBeUndefined();
    expect(read(aWatched(), {}, 60 * MINUTE).end).toEqual({ kind: 'deadline', minutes: 60 });
  });

  test('a confirmation is asked for once, whatever the gateway shows after it was answered', () => {
    const asked = read(aWatched(), { status: 'confirming' });
    expect(life.needsConfirmation(asked)).toBe(true);
    const answering = life.confirming(2000)(asked);
    expect(life.needsConfirmation(answering)).toBe(false);
    const answered = life.confirmed('other-id', 3000)(answering);
    expect(life.needsConfirmation(read(answered, { status: 'confirming' }, 4000))).toBe(false);
  });
});

describe('a task that vanishes', () => {
  const miss = (r: Submission, now: number) => life.missed(now, 60)(r);

  test('is lost after three misses over a minute, not before', () => {
    const two = miss(miss(aWatched(), 0), 30_000);
    expect(two.end).toBeUndefined();
    expect(miss(two, LOST_MS - 1).end).toBeUndefined();
    expect(miss(two, LOST_MS).end).toEqual({ kind: 'lost' });
  });

  test('is not lost when a reading in between knew it', () => {
    const seen = life.advance(aSnapshot(), 40_000, 60)(miss(miss(aWatched(), 0), 30_000));
    expect(miss(seen, LOST_MS).end).toBeUndefined();
  });
});

describe('sending', () => {
  const sending = life.submitting(1)(aSubmission());

  test('begins only from accepted', () => {
    expect(sending.mark).toBe('submitting');
    expect(life.submitting(2)(sending)).toBe(sending);
  });

  test('goes back to accepted when it was certainly not taken, and counts', () => {
    const twice = life.notTaken('busy', '队列已满', 5)(life.submitting(4)(life.notTaken('busy', '', 2)(sending)));
    expect(twice).toMatchObject({ mark: 'accepted', waiting: { why: 'busy', tries: 2, since: 2 } });
    expect(life.submitted('t1', 9)(life.submitting(6)(twice)).waiting).toBeUndefined();
  });

  test('in doubt is left by an answer, or ends as unknown after ten minutes', () => {
    const doubt = life.inDoubt(10)(sending);
    expect(life.submitted('t1', 20)(doubt)).toMatchObject({ mark: 'submitted', task: 't1' });
    expect(life.waited(10 + DOUBT_MS - 1, 60)(doubt).end).toBeUndefined();
    expect(life.waited(10 + DOUBT_MS, 60)(doubt).end).toEqual({ kind: 'unknown' });
  });

  test('cancelled before it was sent ends at once; in doubt too, but the gateway may have it; else the gateway is told first', () => {
    expect(life.cancelAsked('U1', 5)(aSubmission()).end).toEqual({
      kind: 'cancelled',
      by: 'U1',
      sent: false,
      told: false,
    });
    expect(life.cancelAsked('U1', 5)(life.inDoubt(3)(sending)).end).toMatchObject({ kind: 'cancelled', sent: true });
    expect(life.cancelAsked('U1', 5)(aWatched())).toMatchObject({ cancelAsked: 'U1', mark: 'submitted' });
  });
});

describe('the end', () => {
  test('is shown as final only when the picture question is settled', () => {
    const ended = life.ended({ kind: 'done' }, 5)(aWatched());
    expect(life.delivered(6)(ended)).toBe(ended);
    const up = life.uploaded({ fileId: 'F1', inThread: false }, 7)(life.uploading(6)(ended));
    expect(life.delivered(8)(up).mark).toBe('delivered');
    expect(life.delivered(8)(life.ended({ kind: 'lost' }, 5)(aWatched())).mark).toBe('delivered');
  });

  test.each(['deadline', 'cancelled', 'lost'] as const)('%s may be checked again, with a new deadline', (kind) => {
    const end = {
      deadline: { kind, minutes: 60 },
      cancelled: { kind, by: 'U', sent: true, told: false },
      lost: { kind },
    }[kind];
    const again = life.reopen(70 * MINUTE)(life.ended(end as never, 65 * MINUTE)(aWatched()));
    expect(again).toMatchObject({ mark: 'submitted', movedAt: 70 * MINUTE });
    expect(again.end).toBeUndefined();
    expect(life.advance(aSnapshot(), 71 * MINUTE, 60)(again).end).toBeUndefined();
  });

  test('the gateway’s own word is never reopened', () => {
    for (const end of [{ kind: 'done' as const }, life.failure('no')]) {
      const ended = life.ended(end, 5)(aWatched());
      expect(life.reopen(6)(ended)).toBe(ended);
    }
  });

  test('a picture that could not be had may be fetched again, one that is there may not', () => {
    expect(life.refetch(9)(aDone({ picture: { inThread: false, missing: 'gone' } })).mark).toBe('ended');
    expect(life.refetch(9)(aDone()).mark).toBe('delivered');
  });
});

describe('the card', () => {
  test('a write that may still land is settled only by one begun after that', () => {
    const late = life.unsettled(15_000)(aWatched());
    expect(life.shown('new', 10_000)(late).card).toMatchObject({ face: 'new', unsettledUntil: 15_000 });
    expect(life.shown('new', 15_000)(late).card.unsettledUntil).toBeUndefined();
  });

  test('a place where the bot may not post ends a submission that was not sent, and only that', () => {
    expect(life.closed(5)(aSubmission()).end).toEqual({ kind: 'unposted' });
    expect(life.closed(5)(aWatched()).end).toBeUndefined();
  });
});

test('no sequence of steps leaves done or failed, loses a task id, or makes a record that the store cannot read', () => {
  const steps: fc.Arbitrary<(now: number) => (r: Submission) => Submission>[] = [
    fc.constant(life.submitting),
    fc.constant((now: number) => life.notTaken('busy', 'x', now)),
    fc.constant(life.inDoubt),
    fc.constant((now: number) => life.submitted('t1', now)),
    fc.constant(life.confirming),
    fc.constant((now: number) => life.confirmed('t2', now)),
    fc.constant((now: number) => life.missed(now, 60)),
    fc.constant((now: number) => life.waited(now, 60)),
    fc.constant((now: number) => life.cancelAsked('U1', now)),
    fc.constant(life.uploading),
    fc.constant((now: number) => life.uploaded({ fileId: 'F1', inThread: false }, now)),
    fc.constant(life.delivered),
    fc.constant(life.reopen),
    fc.constant(life.closed),
    fc
      .constantFrom('waiting', 'running', 'confirming', 'done', 'failed', 'cancelled')
      .map((status) => (now: number) => life.advance(aSnapshot({ status: status as 'done' }), now, 60)),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(...steps), fc.integer({ min: 1, max: 40 * MINUTE })), { maxLength: 40 }),
      (walk) => {
        let record = aSubmission();
        let now = 0;
        let sends = 0;
        for (const [step, ms] of walk) {
          now += ms;
          const before = record;
          record = step(now)(record);
          if (before.mark !== 'submitting' && record.mark === 'submitting') sends += 1;
          if (before.mark === 'submitting' && record.mark === 'accepted') sends -= 1;
          if (before.end?.kind === 'done' || before.end?.kind === 'failed') expect(record.end).toEqual(before.end);
          if (before.task !== undefined) expect(record.task).toBeDefined();
          expect(record.mark === 'delivered' ? record.end : 'open').toBeDefined();
        }
        expect(sends).toBeLessThanOrEqual(1);
        expect(Schema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
      },
    ),
    { numRuns: 2000 },
  );
});
