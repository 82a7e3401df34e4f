import { expect, test } from 'vitest';
import { pictureBox } from '../support/painter.ts';
import { likeness, type Place, rectangle, SAME, stroke } from '../support/painter-masks.ts';
import { ON_PHONE, paintingVisits } from '../support/painter-visit.ts';

/** The painter page on a phone: fingers and a pen, down to the pixels that the bot receives. */
const { open } = paintingVisits();

test('one finger paints, two zoom and move, and what is painted then lands where it was seen', async () => {
  const { page, hands } = await open(1024, ON_PHONE);
  const wave = await hands.path([
    [0.2, 0.3],
    [0.5, 0.2],
    [0.8, 0.45],
    [0.3, 0.7],
    [0.75, 0.8],
  ]);
  const before = await pictureBox(page);
  const first = stroke(await hands.inPicture(wave), await hands.brushSize());
  await hands.touch([wave]);
  const [x, y] = await hands.at(0.5, 0.5);
  await hands.touch([
    [
      [x - 30, y],
      [x - 60, y + 10],
      [x - 90, y + 20],
    ],
    [
      [x + 30, y],
      [x + 60, y + 10],
      [x + 90, y + 20],
    ],
  ]);
  await expect.poll(async () => (await pictureBox(page)).width / before.width).toBeCloseTo(3, 1);

  await page.locator('label.tool', { hasText: 'Rectangle' }).tap();
  await page.locator('#stage[data-tool=rectangle]').waitFor();
  const box = [
    [x - 100, y - 90],
    [x + 90, y + 110],
  ] as const;
  const added = rectangle(await hands.inPicture(box));
  await hands.touch([box]);
  const both = await hands.sent();
  expect(await likeness(both, first + added)).toBeGreaterThanOrEqual(SAME);

  await page.locator('#undo').tap();
  await page.locator('#redo[aria-disabled=false]').waitFor();
  expect(await likeness(await hands.sent(), first)).toBeGreaterThanOrEqual(SAME);
});

test('a second finger at once takes back what the first began', async () => {
  const { page, hands } = await open(512, ON_PHONE);
  const [x, y] = await hands.at(0.5, 0.5);
  const before = await pictureBox(page);
  const session = await page.context().newCDPSession(page);
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: { x: number; y: number; id: number }[]
  ) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', { x, y, id: 0 });
  await send('touchMove', { x: x + 5, y, id: 0 });
  await send('touchStart', { x: x + 5, y, id: 0 }, { x: x - 60, y, id: 1 });
  await send('touchMove', { x: x + 40, y, id: 0 }, { x: x - 90, y, id: 1 });
  // What is left of two fingers does not paint.
  await send('touchEnd', { x: x + 40, y, id: 0 });
  await send('touchMove', { x: x + 90, y, id: 0 });
  await send('touchEnd');

  await expect.poll(async () => (await pictureBox(page)).width).toBeGreaterThan(before.width * 1.5);
  expect(await hands.share()).toBe('0 % selected');
});

test('a hand that rests beside a pen moves the picture and does not paint', async () => {
  const { page, hands } = await open(512, ON_PHONE);
  const line = [await hands.at(0.3, 0.3), await hands.at(0.7, 0.4)] as const;
  const drawn = stroke(await hands.inPicture(line), await hands.brushSize());
  const session = await page.context().newCDPSession(page);
  const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y]: Place) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: 1,
      clickCount: 1,
      pointerType: 'pen',
    });
  await pen('mousePressed', line[0]);
  await pen('mouseMoved', line[1]);
  await pen('mouseReleased', line[1]);

  const before = await pictureBox(page);
  const [x, y] = await hands.at(0.5, 0.7);
  await hands.touch([
    [
      [x, y],
      [x + 20, y + 10],
      [x + 40, y + 30],
    ],
  ]);
  await expect.poll(async () => Math.round((await pictureBox(page)).x - before.x)).toBe(40);
  expect(await likeness(await hands.sent(), drawn)).toBeGreaterThanOrEqual(SAME);
});

test.each([390, 320])(
  'nothing is too small for a thumb, and nothing hangs over the side, at %d pixels',
  async (width) => {
    const { page } = await open(512, { ...ON_PHONE, viewport: { width, height: 664 } });
    const sizes = await page
      .locator('button:visible, label.tool, input[type=range], textarea')
      .evaluateAll((all) => all.map((one) => [one.textContent, one.clientWidth, one.clientHeight] as const));
    const tooSmall = sizes.filter(([, wide, high]) => wide < 42 || high < 42);

    expect(sizes.length).toBeGreaterThan(12);
    expect(tooSmall).toEqual([]);
    expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBe(width);
  },
);
