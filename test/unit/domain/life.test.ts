import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as life from '../../../src/domain/life/index.ts';
import { ANSWER_MS, DOUBT_MS, LOST_MS, STALL_DESCRIBE_MS, STALL_MS, STALL_RELAX_MS } from '../../../src/domain/pace.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { Submission as Schema } from '../../../src/domain/submission.ts';
import { BUTTONS } from '../../support/on-card.ts';
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

  test('says after five minutes that nothing moves, of a describe after two, after fifteen in relax mode, and forgets it when something does', () => {
    const still = read(aWatched(), {}, 0);
    expect(read(still, {}, STALL_MS - 1).stalled).toBe(false);
    expect(read(still, {}, STALL_MS).stalled).toBe(true);
    const words: Submission = { ...still, order: { verb: 'describe', prompt: '', pictures: [] } };
    expect(read(words, {}, STALL_DESCRIBE_MS - 1).stalled).toBe(false);
    expect(read(words, {}, STALL_DESCRIBE_MS).stalled).toBe(true);
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
    expect(life.awaitsAnswer(asked)).toBe(true);
    expect(life.needsConfirmation(asked)).toBe(false);
    const answered = life.answered({ prompt: 'a blue fox', by: 'U1' })(asked);
    expect(life.needsConfirmation(answered)).toBe(true);
    const answering = life.confirming(2000)(answered);
    expect(life.needsConfirmation(answering)).toBe(false);
    const confirmed = read(life.confirmed('other-id', 3000)(answering), { status: 'confirming' }, 4000);
    expect(life.needsConfirmation(confirmed) || life.awaitsAnswer(confirmed)).toBe(false);
  });
});

describe('a confirmation', () => {
  const press = (button: keyof typeof BUTTONS, more: Partial<Submission> = {}) =>
    aWatched(0, {
      order: {
        verb: 'press',
        parent: aSubmission().id,
        parentTask: 't0',
        button: BUTTONS[button],
        prompt: 'a fox',
        pictures: [],
      },
      ...more,
    });
  const answer = { prompt: 'a blue fox', by: 'U1' };
  const asking = life.asked('a fox --v 7', 'reading', 0)(press('vary'));

  test('counts the first answer, and no other', () => {
    const first = life.answered(answer)(asking);
    expect(life.answered({ prompt: 'a green fox', by: 'U2' })(first)).toBe(first);
    expect(first.answer).toEqual(answer);
  });

  test('that nobody answers in five minutes ends so, and is not said to have stalled before', () => {
    const waits = life.waited(ANSWER_MS - 1, 60)(asking);
    expect(waits).toMatchObject({ stalled: false });
    expect(waits.end).toBeUndefined();
    expect(life.waited(ANSWER_MS, 60)(asking).end).toEqual({ kind: 'unanswered' });
    expect(life.answered(answer)(life.waited(ANSWER_MS, 60)(asking)).answer).toBeUndefined();
  });

  test('is not waited for any more once it was cancelled', () => {
    const cancelling = life.cancelAsked('U1', 5)(asking);
    expect(life.awaitsAnswer(cancelling)).toBe(false);
    expect(life.answered(answer)(cancelling)).toBe(cancelling);
    expect(life.confirming(6)(life.cancelAsked('U1', 5)(life.answered(answer)(asking))).mark).toBe('submitted');
  });

  test('is over when the gateway draws without an answer; one that was ready says nothing then', () => {
    const runs = life.advance(aSnapshot({ status: 'running' }), 5, 60);
    expect(runs(asking).asked).toBeUndefined();
    expect(runs(press('vary', { answer })).answer).toBeUndefined();
    expect(life.advance(aSnapshot({ status: 'done' }), 5, 60)(press('vary', { answer })).answer).toBeUndefined();
    const confirmed = life.confirmed('t2', 3)(life.confirming(2)(life.answered(answer)(asking)));
    expect(runs(confirmed)).toMatchObject({ answer, asked: { found: 'reading' } });
  });

  test('of a zoom or a region is taken for granted, of a pick or a variation it is not', () => {
    const takenForGranted = (button: keyof typeof BUTTONS, more: Partial<Submission> = { answer }) =>
      life.needsConfirmation(life.asksAnyway(5)(press(button, more)));
    expect(takenForGranted('zoom')).toBe(true);
    expect(takenForGranted('region')).toBe(true);
    expect(takenForGranted('describe')).toBe(false);
    expect(takenForGranted('vary')).toBe(false);
    expect(takenForGranted('zoom', {})).toBe(false);
  });

  test('is sent at most once, with the first answer, whatever is asked, answered, read and waited in whatever order', () => {
    const SEND = life.confirming;
    const steps: fc.Arbitrary<(now: number) => (r: Submission) => Submission>[] = [
      fc.constant(SEND),
      fc.constant(SEND),
      fc.constantFrom('answer', 'reading').map((found) => (now: number) => life.asked('x', found, now)),
      fc.constant(life.asksAnyway),
      fc.constantFrom('U1', 'U2').map((by) => () => life.answered({ prompt: `of ${by}`, by })),
      fc.constantFrom('t1', 't2').map((task) => (now: number) => life.confirmed(task, now)),
      fc.constant(() => life.told()),
      fc.constant((now: number) => life.waited(now, 60)),
      fc.constant((now: number) => life.missed(now, 60)),
      fc.constant((now: number) => life.cancelAsked('U1', now)),
      fc.constant((now: number) => life.ended({ kind: 'cancelled', by: 'U1', sent: true, told: false }, now)),
      fc.constant(life.reopen),
      fc
        .constantFrom('waiting', 'running', 'confirming', 'failed')
        .map((status) => (now: number) => life.advance(aSnapshot({ status: status as 'failed' }), now, 60)),
    ];
    let sent = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('vary', 'zoom', 'describe'),
        fc.option(fc.constant(answer)),
        fc.array(fc.tuple(fc.oneof(...steps), fc.integer({ min: 1, max: 2 * MINUTE })), { maxLength: 30 }),
        (button, given, walk) => {
          let record = press(button, given === null ? {} : { answer: given });
          let now = 0;
          const confirms: Submission[] = [];
          for (const [step, ms] of walk) {
            now += ms;
            const before = record;
            record = step(now)(record);
            if (step === SEND && record !== before) confirms.push(record);
            if (confirms.length > 0) expect(record.answer).toEqual(confirms[0]?.answer);
            if (before.answer !== undefined && record.answer !== undefined)
              expect(record.answer).toEqual(before.answer);
          }
          expect(confirms.length).toBeLessThanOrEqual(1);
          sent += confirms.length;
        },
      ),
      { numRuns: 2000 },
    );
    // The walks do come that far.
    expect(sent).toBeGreaterThan(100);
  });

  test('is told of once', () => {
    const once = life.told()(asking);
    expect(once.asked?.told).toBe(true);
    expect(life.told()(once)).toBe(once);
  });
});

describe('a press on the parent’s card', () => {
  const press = { child: aSubmission().id, by: 'U1', name: 'U2', customId: 'c2' };

  test('gets its child’s card and its end, and a change of nothing is no change', () => {
    const one = life.pressed(press)(aDone());
    const two = life.pressed({ ...press, ts: '1.1' })(one);
    expect(two.presses).toEqual([{ ...press, ts: '1.1' }]);
    expect(life.pressed(press)(two)).toBe(two);
    const over = life.pressed({ ...press, over: true })(two);
    expect(over.presses).toEqual([{ ...press, ts: '1.1', over: true }]);
    expect(life.pressed({ ...press, over: false })(over).presses[0]?.over).toBe(false);
  });

  test('the first grid over a picture counts', () => {
    const first = life.gridded('F1')(aDone());
    expect(life.gridded('F2')(first)).toBe(first);
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
    fc.constant((now: number) => life.asked('', 'answer', now)),
    fc.constant(life.asksAnyway),
    fc.constant(() => life.answered({ prompt: 'a blue fox', by: 'U1' })),
    fc.constant(() => life.told()),
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
