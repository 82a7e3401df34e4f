import sharp from 'sharp';
import { describe, expect, test as plain } from 'vitest';
import { colourOf, files, mention, modal, png, sent } from '../support/hand-over.ts';
import { onStage } from '../support/on-stage.ts';
import { ALICE, ART, BRUNO, buttonsOf, gatewayButtons, type StageOptions, seen } from '../support/stage.ts';

const test = plain.extend(onStage);

const QUICK: StageOptions = { gateway: { drawMs: 500 } };

describe.concurrent('a picture that cannot be used: a sentence, and nothing is submitted', () => {
  async function animatedGif(): Promise<Buffer> {
    const frames = await Promise.all(['red', 'blue'].map(async (colour) => await png(colour, 60, 60)));
    return await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
  }

  test.for<[what: string, name: string, make: () => Promise<Buffer>]>([
    ['a PDF that is called a picture', 'fox.png', async () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n')],
    ['an animation', 'fox.gif', animatedGif],
    ['40 MB', 'fox.png', async () => Buffer.concat([await png('red'), Buffer.alloc(40 * 1024 * 1024)])],
  ])('%s', async ([_what, name, make], { setStage }) => {
    const stage = await setStage(QUICK);
    await mention(stage, 'describe', [{ name, bytes: await make() }]);
    await stage.card(
      (c) => buttonsOf(c).length > 0 && !gatewayButtons(c).length && /picture|animat|large|MB/i.test(seen(c)),
      'the sentence',
      { timeoutMs: 30_000 },
    );

    expect(stage.gateway.submits).toEqual([]);
  });

  test('no face: the gateway’s reason is shown', async ({ setStage }) => {
    const stage = await setStage({ ...QUICK, gateway: { ...QUICK.gateway, manual: true } });
    await mention(stage, 'faceswap', await files('red', 'blue'));
    await sent(stage);
    stage.gateway.fail(stage.gateway.submits[0]?.taskId ?? '', 'No face was found in the source picture');
    await stage.card((c) => seen(c).includes('No face was found in the source picture'), 'the reason');
  });

  test('a link to a message elsewhere is not read for somebody who need not see it', async ({ setStage }) => {
    const stage = await setStage(QUICK);
    const secret = await stage.slack.act.message({
      user: BRUNO,
      channel: 'D0BRUNO',
      text: 'mine',
      files: await files('green'),
    });
    const link = `https://sandbox.slack.com/archives/D0BRUNO/p${secret.ts.replace('.', '')}`;
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine', text: `a fox like ${link}` });
    await stage.card((c) => buttonsOf(c).some((b) => b.label === 'Try again'), 'the refusal');

    expect(stage.gateway.submits).toEqual([]);
  });

  test('in a modal, the modal itself says so', async ({ setStage }) => {
    const stage = await setStage(QUICK);
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/describe' });
    await modal(stage);
    await stage.slack.act.submitView({
      user: ALICE,
      values: { picture: [{ name: 'fox.png', bytes: Buffer.from('%PDF-1.7') }] },
    });
    await stage.slack.waitFor((w) => /not a picture/i.test(seen(w.modals[ALICE]?.at(-1) ?? { blocks: [] })), {
      what: 'the sentence in the modal',
      timeoutMs: 15_000,
    });

    expect(stage.cards()).toEqual([]);
    expect(stage.gateway.submits).toEqual([]);
  });

  test.for<[count: number, sentence: RegExp]>([
    [1, /2|two/i],
    [6, /5|five/i],
  ])('%i pictures for blend', async ([count, sentence], { setStage }) => {
    const stage = await setStage(QUICK);
    await mention(stage, 'blend', await files(...Array.from({ length: count }, () => 'red')));
    const told = await stage.slack.waitFor((w) => w.ephemerals.find((e) => e.user === ALICE), { what: 'the sentence' });

    expect(`${told.text}${seen(told)}`).toMatch(sentence);
    expect(stage.gateway.submits).toEqual([]);
  });
});

describe.concurrent('links in a prompt', () => {
  test('a message of the same conversation and a file bring their pictures along, and leave the prompt', async ({
    setStage,
  }) => {
    const stage = await setStage(QUICK);
    const { slack } = stage;
    const message = await slack.act.message({ user: BRUNO, channel: ART, text: 'this', files: await files('green') });
    const links = [
      `https://sandbox.slack.com/archives/${ART}/p${message.ts.replace('.', '')}`,
      `https://sandbox.slack.com/files/${BRUNO}/${message.files[0]}/green.png`,
    ];
    await slack.act.command({ user: ALICE, channel: ART, command: '/imagine', text: `a fox like ${links.join(' ')}` });
    const { body } = await sent(stage);

    expect(body['prompt']).toBe('a fox like');
    expect(await Promise.all((body['base64Array'] as string[]).map(colourOf))).toEqual(['green', 'green']);
  });
});

test.concurrent('/mj cancel stops the task that is named', async ({ setStage }) => {
  const stage = await setStage({ gateway: { manual: true } });
  await stage.imagine('an unwanted fox');
  const task = await stage.gateway.waitFor(() => stage.gateway.submits[0]?.taskId, { what: 'the submit' });
  // The gateway knows the task before the bot has its answer; a reading of it shows that the bot knows it too.
  await stage.gateway.waitFor(
    () => stage.gateway.requests.find((r) => JSON.stringify(r.body ?? r.path).includes(task)),
    {
      what: 'a reading of the task',
    },
  );
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: `cancel ${task}` });
  await stage.card((c) => /cancelled/i.test(seen(c)), 'the cancelled card');

  expect(stage.gateway.requests.some((r) => r.path.endsWith(`/task/${task}/cancel`))).toBe(true);
});
