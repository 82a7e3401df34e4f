import { describe, expect, test } from 'vitest';
import type { Submission } from '../../../src/domain/submission.ts';
import { card, labels, ofType, rows, writing } from './look.ts';
import { button, childId, finished, id, parentId, record } from './records.ts';

const TEAM_URL = 'https://acme.slack.com/';

type Press = Submission['presses'][number];
function pressOf(customId: string, name: string, more: Partial<Press> = {}): Press {
  return { child: childId, by: 'U2', name, customId, ...more };
}

function pressOrder(customId: string, label: string, prompt = 'a red fox in snow --ar 3:2') {
  return {
    verb: 'press' as const,
    parent: parentId,
    parentTask: '1',
    button: button(customId, label),
    prompt,
    pictures: [],
  };
}

describe('a card whose buttons were pressed', () => {
  const done = card(finished());

  test('marks a pressed button, in sight and aloud, and says who pressed it', () => {
    const presses = [pressOf('MJ::JOB::variation::2::u', 'V2'), pressOf('MJ::JOB::reroll::0::u::SOLO', '🔄')];
    const pressed = card(finished({ presses }));
    const [v1, v2] = rows(pressed)[1] ?? [];

    expect(v2).toMatchObject({ style: 'primary', text: { text: 'V2 ✓' }, accessibility_label: 'V2, pressed' });
    expect(v2?.value).toMatch(/^v1\./);
    expect(rows(pressed)[0]?.[4]).toMatchObject({ text: { text: '🔄 ✓' }, accessibility_label: 'Run again, pressed' });
    expect([v1?.style, v1?.text.text, v1?.accessibility_label]).toEqual([undefined, 'V1', undefined]);
    expect(writing(pressed)).toContain('<@U2> pressed *🔄*, *V2*');
  });

  test('takes the mark back when the press came to nothing, and still says who pressed', () => {
    const [v2, u2] = ['MJ::JOB::variation::2::u', 'MJ::JOB::upsample::2::u'];
    const over = [pressOf(v2, 'V2', { over: true }), pressOf(u2, 'U2', { over: true, ts: '1763700002.000100' })];
    const pressed = card(finished({ presses: over }), { teamUrl: TEAM_URL });

    expect(labels(pressed)).toEqual(labels(done));
    expect(rows(pressed)[0]?.[1]).toEqual(expect.objectContaining({ value: expect.stringMatching(/^v1\./) }));
    expect(rows(pressed)[0]?.[1]?.style).toBeUndefined();
    expect(writing(pressed)).toContain('<@U2> pressed *U2*, *V2*');
  });

  test('keeps the mark of a button whose first press came to nothing and whose second did not', () => {
    const v2 = 'MJ::JOB::variation::2::u';
    const presses = [pressOf(v2, 'V2', { over: true }), pressOf(v2, 'V2')];

    expect(labels(card(finished({ presses })))[1]?.[1]).toBe('V2 ✓');
  });

  describe('whose upscale was pressed', () => {
    const upscale = (more: Parameters<typeof pressOf>[2]) =>
      finished({ presses: [pressOf('MJ::JOB::upsample::2::u', 'U2', more)] });

    test('leads to the card that it made, in the thread', () => {
      const [, u2, u3] = rows(card(upscale({ ts: '1763700002.000100' }), { teamUrl: TEAM_URL }))[0] ?? [];

      expect(u2).toMatchObject({
        text: { text: 'U2 ✓' },
        style: 'primary',
        accessibility_label: 'U2, pressed: opens the picture',
        url: 'https://acme.slack.com/archives/C1/p1763700002000100?thread_ts=1763700001.000100&cid=C1',
      });
      expect(u2?.value).toBeUndefined();
      expect(u3).toMatchObject({ text: { text: 'U3' }, value: expect.stringMatching(/^v1\./) });
    });

    test('stays a button until that card stands, and where the workspace’s address is not known', () => {
      for (const view of [card(upscale({}), { teamUrl: TEAM_URL }), card(upscale({ ts: '1763700002.000100' }))])
        expect(rows(view)[0]?.[1]).toMatchObject({ text: { text: 'U2 ✓' }, value: expect.stringMatching(/^v1\./) });
    });

    test('in a thread leads to the thread’s first card', () => {
      const inThread = { ...upscale({ ts: '1763700003.000100' }) };
      const card2 = { mark: 'announced' as const, ts: '1763700002.000100', threadTs: '1763700001.000100', posts: 0 };

      expect(rows(card({ ...inThread, card: card2 }, { teamUrl: TEAM_URL }))[0]?.[1]?.url).toContain(
        'thread_ts=1763700001.000100',
      );
    });
  });

  test('leads nowhere from a variation: every press makes another picture', () => {
    const presses = [pressOf('MJ::JOB::variation::2::u', 'V2', { ts: '1763700002.000100' })];

    expect(rows(card(finished({ presses }), { teamUrl: TEAM_URL }))[1]?.[1]?.url).toBeUndefined();
  });
});

describe('a card of a press that asks for more', () => {
  const waiting = (customId = 'MJ::JOB::variation::2::u', label = 'V2') =>
    record({
      order: pressOrder(customId, label),
      mark: 'submitted',
      task: '2',
      asked: { at: 0, finalPrompt: '', found: 'answer' },
    });

  test.each([
    ['MJ::JOB::variation::2::u', 'V2', 'V2* asks which prompt to use'],
    ['MJ::CustomZoom::u', 'Custom Zoom', 'Custom Zoom* asks how far'],
    ['MJ::Inpaint::1::u::SOLO', 'Vary (Region)', 'Vary (Region)* asks which part'],
    ['MJ::Job::PicReader::2', '2️⃣', '2️⃣* asks which prompt to use'],
  ])('%s says what it needs and until when, with a button that asks for it', (customId, label, words) => {
    const view = card(waiting(customId, label));

    expect(writing(view)).toContain(`Needs your input: *${words}`);
    expect(writing(view)).toContain('within 5 minutes');
    expect(labels(view)).toEqual([['Continue', 'Cancel']]);
    expect(rows(view)[0]?.[0]).toMatchObject({
      action_id: 'control:continue',
      value: `c1.${id}.continue`,
      style: 'primary',
    });
  });

  test('does not ask once it is answered, or being cancelled', () => {
    const answered = card({ ...waiting(), answer: { prompt: 'a blue fox', by: 'U1' } });
    const cancelling = card({ ...waiting(), cancelAsked: 'U1' });

    for (const view of [answered, cancelling]) {
      expect(labels(view).flat()).not.toContain('Continue');
      expect(writing(view)).not.toContain('Needs your input');
    }
  });

  test('says that nobody answered, and offers to press again', () => {
    const view = card({ ...waiting(), mark: 'ended', end: { kind: 'unanswered' } });

    expect(writing(view)).toMatch(/Nobody answered what \*V2\* asked for.*nothing was drawn.*presses it again/);
    expect(labels(view)).toEqual([['Try again']]);
  });

  test('that the service forgot offers to press again', () => {
    const gone = { kind: 'failed' as const, cause: 'gone' as const, reason: '' };
    const view = card({ ...waiting(), mark: 'ended', end: gone });

    expect(writing(view)).toMatch(/no longer knows.*presses the button again/);
    expect(labels(view)[0]).toContain('Try again');
  });
});

describe('the prompt of an answered press', () => {
  const answered = (prompt: string, parent = 'a red fox in snow --ar 3:2') =>
    card(record({ order: pressOrder('MJ::JOB::variation::2::u', 'V2', parent), answer: { prompt, by: 'U1' } }));
  const shown = (prompt: string, parent?: string) => ofType(answered(prompt, parent), 'section')[1]?.text?.text;

  test('shows what was changed, word by word', () => {
    const view = answered('a blue fox in snow --ar 16:9');

    expect(shown('a blue fox in snow --ar 16:9')).toBe('a ~red~ *blue* fox in snow --ar ~3:2~ *16:9*');
    expect(view.text).toBe('<@U1> pressed *V2* with a changed prompt “a blue fox in snow --ar 16:9”: It is queued');
  });

  test('is shown as it is when it was not changed, when it is quite another one, and when there was none before', () => {
    expect(shown('a red fox in snow --ar 3:2')).toBe('```a red fox in snow --ar 3:2```');
    expect(answered('a red fox in snow --ar 3:2').text).toContain('pressed *V2* of “');
    expect(shown('the harbour of Hamburg at dawn')).toBe('```the harbour of Hamburg at dawn```');
    expect(shown('a fox', '')).toBe('```a fox```');
    expect(answered('a fox', '').text).toContain('pressed *V2* “a fox”');
  });

  test('is safe: nothing in it is a mention, a mark or an emoji', () => {
    expect(shown('a *blue* fox & <!channel> hot::dog::2', 'a *red* fox & <!channel> hot::dog::2')).toBe(
      'a ~∗red∗~ *∗blue∗* fox &amp; &lt;!channel&gt; hot:∶dog::2',
    );
  });

  test('that is long shows the surroundings of the change', () => {
    const words = Array.from({ length: 400 }, (_, n) => `word${n}`);
    const text = shown([...words.slice(0, 200), 'new', ...words.slice(200)].join(' '), words.join(' '));

    expect(text).toBe(
      'word0 word1 word2 word3 … word196 word197 word198 word199 *new* word200 word201 word202 word203 … word396 word397 word398 word399',
    );
  });

  test('that does not fit even so is shown cut', () => {
    const words = Array.from({ length: 100 }, (_, n) => `${'long'.repeat(6)}${n}`);
    const changed = words.map((word, n) => (n % 2 === 0 ? word : `x${word}`)).join(' ');

    expect(shown(changed, words.join(' '))).toMatch(/^```long.*…```$/);
  });
});
