import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureBox } from '../support/painter.ts';
import {
  countWhite,
  likeness,
  type Place,
  polygon,
  readMask,
  rectangle,
  SAME,
  stroke,
} from '../support/painter-masks.ts';
import { paintingVisits } from '../support/painter-visit.ts';

/** The painter page in a real browser, down to the pixels that the bot receives. What they should be is drawn by librsvg. */
const { open, next } = paintingVisits();

const STAR: readonly Place[] = [
  [0.5, 0.1],
  [0.62, 0.42],
  [0.93, 0.4],
  [0.7, 0.6],
  [0.78, 0.9],
  [0.5, 0.72],
  [0.2, 0.88],
  [0.3, 0.58],
  [0.08, 0.38],
  [0.4, 0.4],
];
const WAVE: readonly Place[] = [
  [0.2, 0.3],
  [0.5, 0.2],
  [0.8, 0.45],
  [0.3, 0.7],
  [0.75, 0.8],
];

test.each([256, 1024, 2048, 4096])(
  'rectangle, lasso and brush arrive as they were drawn, on a picture of %d pixels a side',
  async (side) => {
    const { page, hands } = await open(side);

    await hands.choose('rectangle');
    const box = [await hands.at(0.13, 0.21), await hands.at(0.71, 0.83)] as const;
    await hands.drag(box);
    const drawn = await hands.sent();
    expect([drawn.width, drawn.height]).toEqual([side, side]);
    expect(await likeness(drawn, rectangle(await hands.inPicture(box)))).toBeGreaterThanOrEqual(SAME);

    await page.locator('#clear').click();
    await hands.choose('lasso');
    const star = await hands.path(STAR);
    await hands.drag(star);
    expect(await likeness(await hands.sent(), polygon(await hands.inPicture(star)))).toBeGreaterThanOrEqual(SAME);

    await page.locator('#clear').click();
    await hands.choose('brush');
    const wave = await hands.path(WAVE);
    await hands.drag(wave);
    const expected = stroke(await hands.inPicture(wave), await hands.brushSize());
    expect(await likeness(await hands.sent(), expected)).toBeGreaterThanOrEqual(SAME);
  },
);

test('eraser, undo, redo, invert and clear do to the mask what they say', async () => {
  const { page, hands } = await open({ width: 1200, height: 800 });
  // Not quite level: an edge that ran along the middle of the pixels would be a matter of taste.
  const wide = await hands.path([
    [0.2, 0.47],
    [0.8, 0.53],
  ]);
  const across = await hands.path([
    [0.47, 0.3],
    [0.53, 0.7],
  ]);
  for (let i = 0; i < 6; i++) await page.keyboard.press(']');
  const width = await hands.brushSize();
  await hands.drag(wide);
  const painted = await hands.sent();

  await hands.choose('eraser');
  for (let i = 0; i < 6; i++) await page.keyboard.press('[');
  const narrow = await hands.brushSize();
  expect(narrow).toBeLessThan(width);
  await hands.drag(across);
  const erased = await hands.sent();
  const shapes = stroke(await hands.inPicture(wide), width) + stroke(await hands.inPicture(across), narrow, 'black');
  expect(await likeness(erased, shapes)).toBeGreaterThanOrEqual(SAME);

  await page.keyboard.press('Control+z');
  expect((await hands.sent()).pixels.equals(painted.pixels)).toBe(true);
  await page.keyboard.press('Control+Shift+z');
  expect((await hands.sent()).pixels.equals(erased.pixels)).toBe(true);

  await page.locator('#invert').click();
  const inverted = await hands.sent();
  expect(inverted.pixels.equals(erased.pixels.map((pixel) => 255 - pixel))).toBe(true);

  await page.locator('#clear').click();
  expect(await hands.share()).toBe('0 % selected');
  await page.locator('#undo').click();
  expect((await hands.sent()).pixels.equals(inverted.pixels)).toBe(true);
  await page.locator('#undo').click();
  await page.locator('#redo').click();
  expect((await hands.sent()).pixels.equals(inverted.pixels)).toBe(true);
});

test('a shape may reach over the edge of the picture, and Alt takes away', async () => {
  const { page, hands } = await open(512);
  await hands.choose('rectangle');
  const half = [await hands.at(-0.02, -0.02), await hands.at(0.5, 1.02)] as const;
  await hands.drag(half);
  const hole = [await hands.at(0.2, 0.2), await hands.at(0.4, 0.4)] as const;
  await page.keyboard.down('Alt');
  await hands.drag(hole);
  await page.keyboard.up('Alt');

  const shapes = rectangle(await hands.inPicture(half)) + rectangle(await hands.inPicture(hole), 'black');
  expect(await likeness(await hands.sent(), shapes)).toBeGreaterThanOrEqual(SAME);
});

test('what is painted while zoomed in lands where it was seen', async () => {
  const { page, hands } = await open(2048);
  const before = await pictureBox(page);
  await page.mouse.move(...(await hands.at(0.25, 0.25)));
  for (let i = 0; i < 9; i++) await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await pictureBox(page)).width).toBeGreaterThan(before.width * 3.5);

  // Space and a drag move the picture and paint nothing, also right after a tool was clicked while one wrote.
  const seen = await pictureBox(page);
  await page.locator('#prompt').focus();
  await hands.choose('rectangle');
  await page.keyboard.down(' ');
  await hands.drag([
    [400, 300],
    [340, 250],
  ]);
  await page.keyboard.up(' ');
  await expect.poll(async () => Math.round((await pictureBox(page)).x - seen.x)).toBe(-60);
  expect(await hands.share()).toBe('0 % selected');

  await hands.choose('lasso');
  const triangle: Place[] = [
    [200, 150],
    [700, 200],
    [420, 560],
  ];
  await hands.drag(triangle);
  expect(await likeness(await hands.sent(), polygon(await hands.inPicture(triangle)))).toBeGreaterThanOrEqual(SAME);

  await page.keyboard.press('0');
  await expect.poll(async () => Math.abs((await pictureBox(page)).width - before.width)).toBeLessThan(0.01);
  await page.keyboard.press('+');
  await expect.poll(async () => (await pictureBox(page)).width / before.width).toBeCloseTo(1.25);
});

test('everything can be done by keyboard alone', async () => {
  const { page, hands } = await open({ width: 800, height: 600 });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const times = (count: number, key: string) => Array<string>(count).fill(key);
  const tabTo = async (id: string) => {
    while ((await page.evaluate('document.activeElement.id')) !== id) await press('Tab');
  };
  const spoken = () => page.locator('#spoken').textContent();
  await tabTo('stage');

  // The cursor starts in the middle and goes 15 pixels at a time, or one with Shift.
  await press('r', ...times(8, 'ArrowLeft'), 'Enter');
  expect(await spoken()).toContain('opposite corner');
  await press(...times(10, 'ArrowDown'), ...times(20, 'ArrowRight'), 'Shift+ArrowRight', 'Enter');
  const right = 280 + 20 * 15 + 1;
  const box = rectangle([
    [280, 300],
    [right, 450],
  ]);
  expect(await spoken()).toBe('9 % selected A bit more may help: 20 to 50 % works best.');

  await press('l', 'Enter', ...times(12, 'ArrowUp'), 'Enter', ...times(9, 'ArrowLeft'), 'Enter', 'Enter');
  const triangle = polygon([
    [right, 450],
    [right, 270],
    [right - 135, 270],
  ]);

  await press('b', ...times(14, 'ArrowUp'), 'Enter');
  const at = right - 135;
  const disc = `<circle cx="${at}" cy="60" r="${(await hands.brushSize()) / 2}" fill="white"/>`;
  // A shape that is given up leaves nothing.
  await press('r', 'Enter', 'ArrowLeft', 'Escape');
  expect(await spoken()).toContain('dropped');

  await tabTo('redraw');
  const arrives = next();
  await press('Enter');
  const { mask, prompt, then } = await arrives;
  expect([prompt, then]).toEqual(['a hot air balloon', 'redraw']);
  expect(await likeness(await readMask(mask), box + triangle + disc)).toBeGreaterThanOrEqual(SAME);
});

test('what is shown as selected is what is sent', async () => {
  const { page, hands } = await open(256);
  const stage = page.locator('#stage');
  const shown = async () =>
    sharp(await stage.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  await page.locator('#hint').evaluate((hint) => hint.remove());
  const before = await shown();
  for (let i = 0; i < 8; i++) await page.keyboard.press(']');
  await hands.drag(await hands.path(WAVE));
  await page.mouse.move(2, 2);
  const after = await shown();
  // What was drawn bit by bit is what is drawn at once, after a look from nearer.
  await page.keyboard.press('+');
  await hands.share();
  await page.keyboard.press('0');
  await hands.share();
  expect((await shown()).data.equals(after.data)).toBe(true);

  const box = await pictureBox(page);
  const { pixels } = await hands.sent();

  const { width, height } = before.info;
  const scale = box.width / 256;
  const isSelected = (x: number, y: number) =>
    (pixels[Math.floor((y - box.y) / scale) * 256 + Math.floor((x - box.x) / scale)] ?? 0) > 127;
  // The line around the selection lies outside of it, and a pixel of the picture is several of the screen.
  const near = [-4, 0, 4].flatMap((dx) => [-4, 0, 4].map((dy) => [dx, dy] as const));
  let seen = 0;
  const wrong: string[] = [];
  for (let y = Math.ceil(box.y) + 5; y < Math.min(height, box.y + box.height) - 5; y++) {
    for (let x = Math.ceil(box.x) + 5; x < Math.min(width, box.x + box.width) - 5; x++) {
      const at = (y * width + x) * 3;
      const change = [0, 1, 2].reduce(
        (sum, i) => sum + Math.abs((before.data[at + i] ?? 0) - (after.data[at + i] ?? 0)),
        0,
      );
      const around = near.map(([dx, dy]) => isSelected(x + dx, y + dy));
      if (change > 30) seen++;
      if (change > 30 && !around.includes(true)) wrong.push(`${x},${y} is shown`);
      if (change <= 30 && !around.includes(false)) wrong.push(`${x},${y} is not shown`);
    }
  }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(countWhite(pixels) * scale * scale * 0.9);
});
