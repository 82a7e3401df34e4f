import { describe, expect, test } from 'vitest';
import type { PictureTrouble } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { PictureRef, Submission } from '../../../src/domain/submission.ts';
import { card, labels, menuEntries, ofType, writing } from './look.ts';
import { button, failed, finished, record, snapshot } from './records.ts';

type Order = Submission['order'];

function files(count: number): PictureRef[] {
  return Array.from({ length: count }, (_, n) => ({ kind: 'file', id: `F000000000${n}` }));
}
const blendOf = (pictures: PictureRef[]): Order => ({ verb: 'blend', prompt: '', pictures, shape: 'square' });
const describing: Order = { verb: 'describe', prompt: '', pictures: files(1) };
const film: Order = {
  verb: 'video',
  prompt: 'the fox runs',
  pictures: files(1),
  motion: 'low',
  loop: false,
  batch: 4,
  resolution: '480',
};

/** A finished result that is read. */
function readable(order: Order, text: string, buttons = [button('MJ::Job::PicReader::1', '', '1️⃣')]): Submission {
  return finished({ order, snapshot: snapshot({ status: 'done', text, buttons }), picture: { inThread: false } });
}

describe('a heading', () => {
  test.each<[string, Order]>([
    ['<@U1> asked for this, with 2 pictures', { verb: 'imagine', prompt: 'a fox', pictures: files(2) }],
    ['<@U1> asked to blend 3 pictures', blendOf(files(3))],
    ['<@U1> asked to blend pictures', blendOf([{ kind: 'message', channel: 'C1', ts: '1.000100' }])],
    ['<@U1> asked what this picture shows', describing],
    ['<@U1> asked for a shorter prompt than', { verb: 'shorten', prompt: 'a fox', pictures: [] }],
    ['<@U1> asked to put the face of one picture into another', { verb: 'faceswap', prompt: '', pictures: files(2) }],
    ['<@U1> asked for a film with 1 picture', film],
    ['<@U1> asked to edit a picture, with a mask', { verb: 'edit', prompt: 'night', pictures: files(2) }],
    ['<@U1> asked for links to 2 pictures', { verb: 'upload', prompt: '', pictures: files(2) }],
  ])('says %s', (heading, order) => {
    expect(ofType(card(record({ order })), 'section')[0]?.text?.text).toBe(heading);
  });

  test('of a verb without a prompt reads well in a notification, and no empty block stands for the prompt', () => {
    const view = card(record({ order: blendOf(files(2)) }));

    expect(view.text).toBe('<@U1> asked to blend 2 pictures: It is queued');
    expect(writing(view)).not.toContain('``````');
  });
});

describe('a describe', () => {
  const view = card(readable(describing, '1️⃣ a red fox --ar 3:2\n\n2️⃣ a <fox> & snow'));

  test('shows each prompt on its own, numbered as its button is, escaped', () => {
    const texts = ofType(view, 'section').map((block) => block.text?.text);

    expect(texts).toContain('*1*\n```a red fox --ar 3:2```');
    expect(texts).toContain('*2*\n```a &lt;fox&gt; &amp; snow```');
    expect(labels(view)).toEqual([['1️⃣']]);
  });

  test('has no seed, and nothing to show as a prompt', () => {
    expect(menuEntries(view)).toEqual(['Edit and run again', 'Delete']);
  });

  test('that is too long says so', () => {
    const text = Array.from({ length: 4 }, (_, n) => `${n + 1}️⃣ ${'x'.repeat(2000)}`).join('\n');

    expect(writing(card(readable(describing, text)))).toContain('more of it than fits');
  });
});

describe('a shorten', () => {
  const order: Order = { verb: 'shorten', prompt: 'a very red *fox*', pictures: [] };
  const text = '## Important tokens\na **red** ~~very~~ **fox * star**\n## Shortened prompts\n1️⃣ red fox\n2️⃣ fox';
  const view = card(readable(order, text, [button('MJ::Job::PromptAnalyzer::1', '', '1️⃣')]));

  test('shows important words bold and superfluous ones struck out; a star inside a word does not end it', () => {
    expect(writing(view)).toContain('\na *red* ~very~ *fox ∗ star*');
  });

  test('shows the short prompts, numbered', () => {
    expect(writing(view)).toContain('*1*\n```red fox```');
    expect(writing(view)).toContain('*2*\n```fox```');
  });
});

describe('an upload', () => {
  const order: Order = { verb: 'upload', prompt: '', pictures: files(2) };
  const links = ['https://cdn.example/a.png?x=1&y=2', 'https://cdn.example/b.png'];

  test('shows each link to be copied, and how to use it', () => {
    const view = card(finished({ order, links, snapshot: undefined, picture: { inThread: false } }));

    expect(writing(view)).toContain('`--sref`');
    for (const link of links) expect(writing(view)).toContain(`\`\`\`${link}\`\`\``);
    expect(menuEntries(view)).not.toContain('Seed');
  });

  test('leaves a link out that would have to be cut', () => {
    const view = card(finished({ order, links: [`https://x/${'a'.repeat(1200)}`], picture: { inThread: false } }));

    expect(writing(view)).toContain('more of it than fits');
    expect(writing(view)).not.toContain('aaaa');
  });
});

describe('several pictures', () => {
  test('stand one below the other, each with its own words for those who cannot see it', () => {
    const view = card(finished({ picture: { fileId: 'F0000000001', more: ['F0000000002'], inThread: false } }));
    const images = ofType(view, 'image');

    expect(images.map((one) => ('slack_file' in one ? one.slack_file : undefined))).toEqual([
      { id: 'F0000000001' },
      { id: 'F0000000002' },
    ]);
    expect(images.map((one) => one.alt_text)).toEqual([
      expect.stringContaining('Picture 1 of 2'),
      expect.stringContaining('Picture 2 of 2'),
    ]);
  });

  test('that are more than ten are cut to ten', () => {
    const more = Array.from({ length: 14 }, () => 'F0000000002');

    expect(ofType(card(finished({ picture: { fileId: 'F0000000001', more, inThread: false } })), 'image')).toHaveLength(
      10,
    );
  });
});

describe('a film', () => {
  test('leaves its poster on the card and points to the thread', () => {
    const view = card(finished({ order: film, picture: { fileId: 'F0000000001', films: 2, inThread: true } }));

    expect(ofType(view, 'image')).toHaveLength(1);
    expect(writing(view)).toContain('The 2 films are in the thread');
  });

  test('without a poster points to the thread, and has no seed', () => {
    const shown = snapshot({
      status: 'done',
      videoUrl: 'https://cdn.example/a.mp4',
      imageUrl: 'https://cdn.example/a.png',
    });
    const view = card(finished({ order: film, snapshot: shown, picture: { films: 1, inThread: true } }));

    expect(ofType(view, 'image')).toEqual([]);
    expect(writing(view)).toContain('The film is in the thread');
    expect(menuEntries(view)).not.toContain('Seed');
  });
});

describe('a picture that cannot be used', () => {
  const troubles = Object.keys(english.pictureTroubles) as PictureTrouble[];

  test.each(troubles)('%s has its own sentence on the card, and the word itself is not shown', (trouble) => {
    const view = card({ ...failed('picture', trouble), order: blendOf(files(2)) });

    expect(writing(view)).toContain(english.pictureTroubles[trouble]);
    expect(english.pictureTroubles[trouble]).toContain('Nothing was submitted');
    expect(ofType(view, 'section').some((block) => block.text?.text.includes(`> ${trouble}`))).toBe(false);
    expect(labels(view)).toEqual([['Try again']]);
  });

  test('each sentence is its own, and an unknown trouble has one too', () => {
    expect(new Set(Object.values(english.pictureTroubles)).size).toBe(troubles.length);
    expect(writing(card(failed('picture', 'odd')))).toContain('cannot be used');
  });
});
