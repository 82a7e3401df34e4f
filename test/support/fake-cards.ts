import { Refused } from '../../src/domain/errors.ts';
import type { SubmissionId } from '../../src/domain/ids.ts';
import type { Submission } from '../../src/domain/submission.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import type { fakeTroubles } from './fake-troubles.ts';

/**
 * The channel of the fake world: its cards, what was replied in their threads, and every edit.
 *
 * @param troubles `meet` throws one that was queued by that name; `land` lets a write land late
 */
export function fakeCards({ meet, land }: Pick<ReturnType<typeof fakeTroubles>, 'meet' | 'land'>) {
  const channel = new Map<string, { id: SubmissionId; record: Submission; edits: number; removed: boolean }>();
  let posts = 0;
  const replies: { ts: string; line: Needs.Line }[] = [];
  const writes: { id: SubmissionId; record: Submission }[] = [];

  const cards: Needs.Cards = {
    face: (r) =>
      JSON.stringify([
        r.end === undefined ? r.mark : 'ended',
        r.card.mark === 'removed',
        r.snapshot?.progress,
        r.end,
        r.picture,
        r.presses,
        r.stalled,
        r.waiting,
        r.cancelAsked,
        r.asked !== undefined && r.answer === undefined,
        r.answer?.prompt,
      ]),
    post: async (record) => {
      meet('before post');
      if (record.picture?.fileId !== undefined) meet('show picture');
      posts += 1;
      const ts = `1700000000.${String(posts).padStart(6, '0')}`;
      land('post', () => channel.set(ts, { id: record.id, record, edits: 0, removed: false }));
      meet('after post');
      // Slack opens a direct conversation for a person's id.
      return { ts, channel: record.channel.replace(/^U/, 'D') };
    },
    update: async (record) => {
      meet('before update');
      const card = channel.get(record.card.ts ?? '');
      if (card === undefined || card.removed) throw new Refused('slack', 'card-gone', 'message_not_found');
      if (record.picture?.fileId !== undefined) meet('show picture');
      card.record = record;
      writes.push({ id: record.id, record });
      card.edits += 1;
      meet('after update');
    },
    find: async (record) => {
      // A person's id is no conversation that could be read.
      if (record.channel.startsWith('U')) return 'unreadable';
      const hit = [...channel].find(([, card]) => card.id === record.id);
      return hit === undefined ? 'absent' : { ts: hit[0] };
    },
    remove: async (record) => {
      meet('remove card');
      const card = channel.get(record.card.ts ?? '');
      if (card !== undefined) card.removed = true;
    },
    reply: async (record, line) => {
      meet('reply');
      replies.push({ ts: record.card.ts ?? '', line });
    },
  };

  return {
    cards,
    channel,
    replies,
    /** Every edit, in order. */
    writes,
  };
}
