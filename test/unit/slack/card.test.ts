import { describe, expect, test } from 'vitest';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { card, labels, menuEntries, ofType, rows, writing } from './look.ts';
import { button, childId, failed, finished, gridButtons, id, parentId, record, snapshot } from './records.ts';

describe('a card that has just been posted', () => {
  const view = card(record());

  test('says who asked, the prompt, and that it is queued', () => {
    expect(writing(view)).toContain('<@U1> asked for');
    expect(writing(view)).toContain('a red fox in snow --ar 16:9');
    expect(writing(view)).toContain('It is queued');
  });

  test('shows what was typed, and quietly what was added to it and from where', () => {
    const completed = card(
      record({
        prompt: 'a `fox` --preset cinematic --ar 21:9 --style raw --stylize 250',
        typed: 'a `fox` --preset cinematic',
        added: [
          { text: '--ar 21:9', from: 'preset', preset: 'cinematic' },
          { text: '--style raw', from: 'preset', preset: 'cinematic' },
          { text: '--stylize `2&50`', from: 'channel' },
          { text: '--relax', from: 'person', beside: 'mode' },
          { text: 'niji', from: 'person', beside: 'bot' },
        ],
      }),
    );

    expect(writing(completed)).toContain('```a `fox` --preset cinematic```');
    expect(writing(completed)).toContain(
      'Added: `--ar 21:9 --style raw` (preset *cinematic*) · `--stylize ˋ2&50ˋ` (channel default) · `--relax` `niji` (own default)',
    );
    expect(writing(card(record()))).not.toContain('Added');
  });

  test('reads well in a notification', () => {
    expect(view.text).toBe('<@U1> asked for “a red fox in snow --ar 16:9”: It is queued');
  });

  test('carries the submission in its metadata and nothing else', () => {
    expect(view.metadata).toEqual({ event_type: 'mj_submission', event_payload: { submission: id } });
  });

  test('offers to cancel, behind a question, and nothing else', () => {
    expect(labels(view)).toEqual([['Cancel']]);
    expect(rows(view)[0]?.[0]?.confirm?.style).toBe('danger');
    expect(menuEntries(view)).toEqual([]);
  });
});

describe('while it is open', () => {
  test('says how many are ahead in the queue', () => {
    expect(writing(card(record({ mark: 'submitted', task: '1', ahead: 2 })))).toContain(
      'queued, with 2 pictures ahead of it',
    );
    expect(writing(card(record({ mark: 'submitted', task: '1', ahead: 1 })))).toContain('1 picture ahead');
  });

  test('says that it keeps trying while the service is busy, and why', () => {
    const waiting = { why: 'busy' as const, tries: 2, since: 0, reason: 'queue full <@U9>' };
    const view = card(record({ waiting }));

    expect(writing(view)).toContain('busy');
    expect(writing(view)).toContain('trying again');
    expect(writing(view)).toContain('queue full <@U9>');
    expect(JSON.stringify(view.blocks)).not.toContain('<@U9>');
  });

  test('says that it keeps trying while the service does not answer', () => {
    const waiting = { why: 'unreachable' as const, tries: 1, since: 0, reason: 'ECONNREFUSED' };

    expect(writing(card(record({ waiting })))).toMatch(/does not answer.*trying again/);
  });

  test('shows the progress in the words of the service, with a bar', () => {
    const view = card(record({ mark: 'submitted', task: '1', snapshot: snapshot() }));

    expect(writing(view)).toContain('Drawing: 31%');
    expect(writing(view)).toContain('▓▓▓░░░░░░░');
    expect(view.text).toContain('31%');
  });

  test('shows progress that is no percentage as it is, without a bar', () => {
    const relaxed = snapshot({ progress: 'relaxed', percent: undefined });
    const text = writing(card(record({ mark: 'submitted', task: '1', snapshot: relaxed })));

    expect(text).toContain('Drawing: relaxed');
    expect(text).not.toContain('░');
  });

  test('shows what the service says while the task waits', () => {
    const waiting = snapshot({ status: 'waiting', progress: 'Waiting to start', percent: undefined });

    expect(writing(card(record({ mark: 'submitted', task: '1', snapshot: waiting })))).toContain(
      'queued: Waiting to start',
    );
  });

  test('says that nothing has moved, beside the progress', () => {
    const text = writing(card(record({ mark: 'submitted', task: '1', snapshot: snapshot(), stalled: true })));

    expect(text).toContain('31%');
    expect(text).toContain('Nothing has moved for a while');
  });

  test('says in a busy workspace when it shows more', () => {
    const drawing = record({ mark: 'submitted', task: '1', snapshot: snapshot() });
    const text = writing(card(drawing, { load: { kind: 'busy', everyS: 30 } }));

    expect(text).toContain('31%');
    expect(text).toContain('▓▓▓░░░░░░░');
    expect(text).toContain('Next update in about 30 seconds.');
    expect(writing(card(drawing, { load: { kind: 'busy', everyS: 120 } }))).toContain(
      'Next update in about 2 minutes.',
    );
  });

  test('has words that stay true in a crowded workspace, and looks the same however far the task is', () => {
    const crowded = { kind: 'crowded', everyS: 0 } as const;
    const at = (percent: number) =>
      card(record({ mark: 'submitted', task: '1', snapshot: snapshot({ progress: `${percent}%`, percent }) }), {
        load: crowded,
      });

    expect(writing(at(31))).toMatch(/Drawing\nMany pictures are being made just now/);
    expect(writing(at(31))).not.toMatch(/%|░/);
    expect(at(31).face).toBe(at(93).face);
    expect(card(record({ mark: 'submitted', task: '1', ahead: 2 }), { load: crowded }).face).toBe(
      card(record({ mark: 'submitted', task: '1', ahead: 2 })).face,
    );
  });

  test('says when it should be done as a clock time, where that is worth saying', () => {
    const submitted = 1_763_700_000_000;
    const drawing = (endAt: number) =>
      record({
        mark: 'submitted',
        task: '1',
        at: { accepted: 0, submitted },
        estimate: { endAt },
        snapshot: snapshot(),
      });
    const time = /<!date\^(\d+)\^{time}\|\d\d:\d\d UTC>/;

    const long = card(drawing(submitted + 300_000));
    expect(Number(time.exec(writing(long))?.[1]) * 1000).toBe(submitted + 300_000);
    expect(card(drawing(submitted + 299_000)).face).toBe(long.face);
    expect(writing(card(drawing(submitted + 60_000)))).not.toMatch(time);
    for (const load of [{ kind: 'busy', everyS: 30 } as const, { kind: 'crowded', everyS: 0 } as const])
      expect(writing(card(drawing(submitted + 60_000), { load }))).toMatch(time);
  });

  test('says of a lost answer to a question that it may have been taken, until it is drawn', () => {
    const asked = { at: 1, finalPrompt: '', found: 'answer' as const, lost: true };
    const waits = { taskId: '1', status: 'waiting' as const, progress: '', buttons: [] };
    const lost = record({ mark: 'confirming', task: '1', asked, snapshot: waits });
    expect(writing(card(lost))).toMatch(/may have got what you gave it.*will not send it a second time/);
    expect(writing(card(lost))).not.toContain('queued');
    const drawn = { ...lost, snapshot: { ...waits, status: 'running' as const, progress: '31%', percent: 31 } };
    expect(writing(card(drawn))).toContain('Drawing: 31%');
  });

  test('says in doubt that it will not be sent twice', () => {
    expect(writing(card(record({ mark: 'in doubt' })))).toMatch(/may have taken this.*will not send it a second time/);
  });

  test('takes the cancel button away once somebody has asked to cancel', () => {
    const view = card(record({ mark: 'submitted', task: '1', cancelAsked: 'U2' }));

    expect(writing(view)).toContain('<@U2> asked to cancel');
    expect(labels(view)).toEqual([]);
  });

  test('offers the whole prompt when it was cut', () => {
    const view = card(record({ prompt: 'fox '.repeat(600) }));

    expect(labels(view)).toEqual([['Show prompt', 'Cancel']]);
    expect(writing(view)).toContain('…');
  });
});

describe('a card that is done', () => {
  const done = card(finished());

  test('shows the picture with a text for those who cannot see it', () => {
    const [image] = ofType(done, 'image');

    expect(image).toMatchObject({ slack_file: { id: 'F0123456789' } });
    expect(image?.alt_text).toContain('a red fox in snow');
  });

  test('has the buttons of the service in its order, five a row', () => {
    expect(labels(done)).toEqual([
      ['U1', 'U2', 'U3', 'U4', '🔄'],
      ['V1', 'V2', 'V3', 'V4'],
    ]);
  });

  test('gives each button a value that names the submission and the hash of its customId', () => {
    const values = rows(done)
      .flat()
      .map((one) => one.value);

    expect(values).toEqual(gridButtons.map((one) => `v1.${id}.${customIdHash(one.customId ?? '')}`));
  });

  test('names a button aloud that shows only an emoji', () => {
    expect(rows(done)[0]?.[4]?.accessibility_label).toBe('Run again');
  });

  test('has a menu: seed, prompt, edit and run again, original link, delete', () => {
    expect(menuEntries(done)).toEqual(['Seed', 'Show prompt', 'Edit and run again', 'Original link', 'Delete']);
  });

  test('leaves the link out of the menu when it is not one for a browser', () => {
    const odd = snapshot({ status: 'done', imageUrl: 'javascript:alert(1)', buttons: [] });
    const long = snapshot({ status: 'done', imageUrl: `https://x/${'a'.repeat(3000)}`, buttons: [] });

    expect(menuEntries(card(finished({ snapshot: odd })))).not.toContain('Original link');
    expect(menuEntries(card(finished({ snapshot: long })))).not.toContain('Original link');
  });

  test('names the newest presses and counts the others', () => {
    const presses = Array.from({ length: 20 }, (_, n) => ({
      child: childId,
      by: `U${n}`,
      name: `B${n}`,
      customId: 'x',
    }));
    const text = writing(card(finished({ presses })));

    expect(text).toContain('<@U19> pressed *B19*');
    expect(text).not.toContain('*B0*');
    expect(text).toContain('and 12 more');
  });

  test('maps styles sparingly', () => {
    const styles = [1, 2, 3, 4].map((style) => button(`id${style}`, `S${style}`, '', { style }));
    const view = card(finished({ snapshot: snapshot({ status: 'done', buttons: styles }) }));

    expect(rows(view)[0]?.map((one) => one.style)).toEqual(['primary', undefined, 'primary', 'danger']);
  });

  test('shows links as links, emoji before the label, a number where there is neither, and nothing that could do nothing', () => {
    const buttons = [
      button('a', 'Vary (Subtle)', '🪄'),
      button('b', '', ''),
      { label: 'Web', emoji: '', style: 5, url: 'https://www.midjourney.com/jobs/u' },
      { label: 'Odd', emoji: '', style: 5, url: 'ftp://example.com' },
      { label: 'Dead', emoji: '', style: 2 },
    ];
    const view = card(finished({ snapshot: snapshot({ status: 'done', buttons }) }));

    expect(labels(view)).toEqual([['🪄 Vary (Subtle)', '#2', 'Web']]);
    expect(rows(view)[0]?.[2]).toMatchObject({ url: 'https://www.midjourney.com/jobs/u' });
    expect(rows(view)[0]?.[2]?.value).toBeUndefined();
  });

  test('says that the picture is on its way, with the buttons, before it is in Slack', () => {
    const view = card(record({ ...finished(), mark: 'ended', picture: undefined }));

    expect(writing(view)).toContain('Bringing the picture to Slack');
    expect(ofType(view, 'image')).toEqual([]);
    expect(labels(view)[0]).toContain('U1');
  });

  test('without a picture has link, buttons and another try', () => {
    const view = card(finished({ picture: { inThread: false, missing: 'too-large' } }));

    expect(writing(view)).toContain('too large');
    expect(ofType(view, 'image')).toEqual([]);
    expect(labels(view)).toEqual([
      ['U1', 'U2', 'U3', 'U4', '🔄'],
      ['V1', 'V2', 'V3', 'V4'],
      ['Fetch again', 'Open the picture'],
    ]);
  });

  test('does not offer to fetch what the service never gave', () => {
    const bare = snapshot({ status: 'done', buttons: [] });
    const view = card(finished({ snapshot: bare, picture: { inThread: false, missing: 'none' } }));

    expect(labels(view).flat()).not.toContain('Fetch again');
    expect(writing(view)).toContain('gave no picture');
  });

  test('points to the thread when Slack would not show the picture', () => {
    const view = card(finished({ picture: { fileId: 'F0123456789', inThread: true } }));

    expect(writing(view)).toContain('The picture is in the thread');
    expect(ofType(view, 'image')).toEqual([]);
  });
});

describe('the prompt on a card', () => {
  test.each([
    ['*bold* _it_ hot::dog:: <!channel> & more', '```*bold* _it_ hot::dog:: &lt;!channel&gt; &amp; more```'],
    ['`quoted`', '``` `quoted` ```'],
    ['a ``` fence', "```a ''' fence```"],
  ])('%s is shown as it was written', (prompt, shown) => {
    expect(ofType(card(record({ prompt })), 'section')[1]?.text?.text).toBe(shown);
  });
});

describe('a card of a press', () => {
  test('names the button and the prompt of the parent', () => {
    const order = {
      verb: 'press' as const,
      parent: parentId,
      parentTask: '1',
      button: button('MJ::JOB::upsample::2::u', 'U2'),
      prompt: 'a red fox',
      pictures: [],
    };

    expect(card(record({ order })).text).toBe('<@U1> pressed *U2* of “a red fox”: It is queued');
  });
});

describe('a card that ended otherwise', () => {
  test('shows the reason in full, what it means, and offers another try', () => {
    const view = card(failed('moderation', '[Banned prompt detected] see <https://x|rules> & more', 'nude'));

    expect(writing(view)).toContain('> [Banned prompt detected] see <https://x|rules> & more');
    expect(writing(view)).toContain('the word *nude*');
    expect(writing(view)).toContain('content filter');
    expect(JSON.stringify(view.blocks)).toContain('&lt;https://x|rules&gt;');
    expect(labels(view)).toEqual([['Try again', 'Edit prompt']]);
    expect(menuEntries(view)).toEqual(['Show prompt', 'Edit and run again', 'Delete']);
  });

  test('shows a reason of four thousand characters whole', () => {
    const reason = Array.from({ length: 400 }, (_, n) => `line ${n}`.padEnd(9, '.')).join('\n');

    expect(writing(card(failed('other', reason))).replace(/\n> |\n/g, '')).toContain(reason.replace(/\n/g, ''));
  });

  test('does not offer to try again what would fail again', () => {
    const view = card(failed('unsupported', ''));

    expect(labels(view)).toEqual([]);
    expect(writing(view)).toContain('does not offer this.');
    expect(writing(view)).not.toContain('button');
  });

  test.each(['busy', 'unreachable'] as const)(
    'before the service took the answer it asked for (%s) says that nothing was drawn, not that nothing was sent',
    (cause) => {
      const asked = { at: 1, finalPrompt: '', found: 'answer' as const };
      const text = writing(card({ ...failed(cause, ''), asked }));
      expect(text).toContain('nothing was drawn');
      expect(text).toContain('*Try again*');
      expect(text).not.toMatch(/nothing was submitted/i);
      expect(writing(card(failed(cause, '')))).not.toContain('nothing was drawn');
    },
  );

  test('by a fault of our own says so, and that nothing was submitted', () => {
    expect(writing(card(failed('bug', '')))).toMatch(/fault of my own.*Nothing was submitted/s);
  });

  test('offers to check again after a deadline, a loss, and a cancel of a task', () => {
    const ends = [
      { kind: 'deadline', minutes: 60 },
      { kind: 'lost' },
      { kind: 'cancelled', by: 'U2', sent: true, told: false },
    ] as const;

    for (const end of ends)
      expect(labels(card(record({ mark: 'ended', task: '1', end })))).toEqual([['Check again', 'Try again']]);
  });

  test('has nothing to check where no task is known', () => {
    const cancelled = { kind: 'cancelled', by: 'U2', sent: false, told: false } as const;
    const view = card(record({ mark: 'ended', end: cancelled }));

    expect(labels(view)).toEqual([['Try again']]);
    expect(writing(view)).toContain('Cancelled by <@U2> before it was sent');
    expect(labels(card(record({ mark: 'ended', end: { kind: 'unknown' } })))).toEqual([['Try again']]);
  });

  test('tells the deadline in minutes', () => {
    expect(writing(card(record({ mark: 'ended', task: '1', end: { kind: 'deadline', minutes: 60 } })))).toContain(
      'Not finished after 60 minutes',
    );
  });

  test('says of an unknown end that it may have been taken', () => {
    expect(writing(card(record({ mark: 'ended', end: { kind: 'unknown' } })))).toMatch(/Unknown.*may have taken this/);
  });
});

describe('the face of a card', () => {
  test('is the same for records that look the same', () => {
    expect(card(record({ at: { accepted: 5 } })).face).toBe(card(record()).face);
  });

  test('changes with what is shown, and with it every block_id', () => {
    const before = card(record({ mark: 'submitted', task: '1', snapshot: snapshot() }));
    const after = card(record({ mark: 'submitted', task: '1', snapshot: snapshot({ progress: '46%', percent: 46 }) }));
    const ids = [...before.blocks, ...after.blocks].map((block) => block.block_id);

    expect(after.face).not.toBe(before.face);
    expect(new Set(ids).size).toBe(before.blocks.length + after.blocks.length);
  });
});
