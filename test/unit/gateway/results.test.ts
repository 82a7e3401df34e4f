import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/domain/task.ts';
import { parseBase } from '../../../src/gateway/base.ts';
import { createTranslator } from '../../../src/gateway/snapshot.ts';

const base = parseBase('https://gw.example/api', '/mj-{mode}');

function translate(task: unknown): Snapshot {
  const snapshot = createTranslator(base, undefined).snapshot(task);
  if (snapshot === undefined) throw new Error('no snapshot');
  return snapshot;
}
const imageUrl = (link: unknown) => translate({ id: '1', status: 'SUCCESS', imageUrl: link }).imageUrl;

describe('the link of a picture', () => {
  test.each([
    ['http://localhost:3000/mj/image/1741', 'https://gw.example/api/mj/image/1741'],
    ['http://gw.example/mj/image/1741?rand=1741531590000000000', 'https://gw.example/api/mj/image/1741'],
    ['https://gw.example/api/mj/image/1741?rand=1&sig=a%2Bb', 'https://gw.example/api/mj/image/1741?sig=a%2Bb'],
    ['/mj/image/1741', 'https://gw.example/api/mj/image/1741'],
    ['https://cdn.example/a.png?rand=1&hm=2&', 'https://cdn.example/a.png?rand=1&hm=2&'],
    ['https://cdn.example/mj/image/1741/full.png', 'https://cdn.example/mj/image/1741/full.png'],
    ['https://cdn.example/ä b.png', 'https://cdn.example/ä b.png'],
  ])('%s leads to %s', (given, expected) => {
    expect(imageUrl(given)).toBe(expected);
  });

  test.each(['', 'data:image/png;base64,AAAA', 'file:///etc/passwd', 'http://', null, 7])('%j is none', (given) => {
    expect(imageUrl(given)).toBeUndefined();
  });

  test('is taken from imageUrls where imageUrl is empty', () => {
    const task = { id: '1', status: 'SUCCESS', imageUrl: '' };
    expect(translate({ ...task, imageUrls: [{ url: 'https://a.example/1.png', thumbnail: 'x' }] }).imageUrl).toBe(
      'https://a.example/1.png',
    );
    expect(translate({ ...task, imageUrls: [null, 'https://a.example/2.png'] }).imageUrl).toBe(
      'https://a.example/2.png',
    );
  });

  test('a video is no picture', () => {
    expect(translate({ id: '1', imageUrl: 'https://a.example/1.mp4?x=1' })).toMatchObject({
      videoUrl: 'https://a.example/1.mp4?x=1',
    });
    expect(translate({ id: '1', imageUrl: 'https://a.example/1.mp4?x=1' })).not.toHaveProperty('imageUrl');
    expect(
      translate({ id: '1', imageUrl: 'https://a.example/1.webp', videoUrls: [{ url: 'https://a.example/v' }] }),
    ).toMatchObject({
      imageUrl: 'https://a.example/1.webp',
      videoUrl: 'https://a.example/v',
    });
  });
});

describe('what a task drew', () => {
  const one = 'https://a.example/1.png?hm=1&';
  const done = { id: '1', status: 'SUCCESS' };

  test.each([
    ['objects', [{ url: one, thumbnail: 'x' }, { url: 'https://a.example/2.png' }]],
    ['strings', [one, 'https://a.example/2.png', one]],
    ['both, and rubbish', [null, 7, one, { url: 'https://a.example/2.png' }, { href: 'x' }, 'data:,x', ' ', '']],
  ])('in several pictures is all there, given as %s', (_, imageUrls) => {
    expect(translate({ ...done, imageUrl: one, imageUrls })).toMatchObject({
      imageUrl: one,
      imageUrls: [one, 'https://a.example/2.png'],
    });
  });

  test('has the main picture first, also where the list has it not, and no list of one', () => {
    const snapshot = translate({ ...done, imageUrl: 'https://a.example/grid.png', imageUrls: [one] });
    expect(snapshot.imageUrls).toEqual(['https://a.example/grid.png', one]);
    expect(translate({ ...done, imageUrl: one, imageUrls: [{ url: one }] })).not.toHaveProperty('imageUrls');
    expect(translate({ ...done, imageUrl: one, imageUrls: null })).not.toHaveProperty('imageUrls');
  });

  test('is no list of results before it is done', () => {
    const running = { id: '1', status: 'IN_PROGRESS', imageUrls: [one, 'https://a.example/2.png'] };
    expect(translate(running)).toMatchObject({ imageUrl: one });
    expect(translate(running)).not.toHaveProperty('imageUrls');
  });

  test('in several films is all there, given either way, or among the pictures', () => {
    const [first, second] = ['https://a.example/1.mp4?x=1', 'https://a.example/2.mp4'];
    const films = { videoUrl: first, videoUrls: [first, second] };
    const poster = 'https://a.example/p.webp';
    expect(
      translate({ ...done, imageUrl: poster, videoUrl: first, videoUrls: [first, { url: second }] }),
    ).toMatchObject({
      imageUrl: poster,
      ...films,
    });
    expect(translate({ ...done, videoUrls: [{ url: first }, { url: second }] })).toMatchObject(films);
    const among = translate({ ...done, imageUrls: [first, poster, second] });
    expect(among).toMatchObject({ imageUrl: poster, ...films });
    expect(among).not.toHaveProperty('imageUrls');
  });

  test("is a film by trueai's content type, where nothing else tells", () => {
    const film = { ...done, contentType: 'video/mp4' };
    expect(translate({ ...film, imageUrl: 'https://a.example/1' })).toMatchObject({ videoUrl: 'https://a.example/1' });
    const withPoster = { ...film, imageUrl: 'https://a.example/1', videoUrl: 'https://a.example/v' };
    expect(translate(withPoster)).toMatchObject({
      imageUrl: 'https://a.example/1',
      videoUrl: 'https://a.example/v',
    });
    expect(translate({ ...film, imageUrl: 'https://a.example/grid.webp?a=b' })).toMatchObject({
      imageUrl: 'https://a.example/grid.webp?a=b',
    });
    expect(translate({ ...film, imageUrl: 'https://a.example/grid.webp?a=b' })).not.toHaveProperty('videoUrl');
  });
});
