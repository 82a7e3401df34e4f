import { describe, expect, test as plain } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { ALICE, ART, buttonsOf, gatewayButtons, pictureOf, type Stage, seen } from '../support/stage.ts';

/**
 * What goes wrong at a person, at the gateway and at Slack, and what the channel shows then. Stages stand side by side: the tests mostly wait for
 * second tries.
 */
const test = plain.extend(onStage);

/** A message, as a click names it. */
interface On {
  channel: string;
  ts: string;
}

const done = (card: { blocks: readonly object[] }) => pictureOf(card) !== undefined;
const offers = (label: string) => (card: { blocks: readonly object[] }) =>
  buttonsOf(card).some((b) => b.label === label);

/** The one sentence that only Alice sees. */
async function told(stage: Stage): Promise<string> {
  const ephemeral = await stage.slack.waitFor((world) => world.ephemerals.find((e) => e.user === ALICE), {
    what: 'a sentence for Alice alone',
    timeoutMs: 10_000,
  });
  return `${ephemeral.text}\n${seen(ephemeral)}`;
}

describe.concurrent('bad input is answered at once, to the person alone, and costs nothing', () => {
  test.for<[command: string, text: string, sentence: RegExp]>([
    ['/imagine', 'x'.repeat(6000), /3,?000/],
    ['/imagine', '\u0007\u0000', /write what/i],
    ['/mj', 'conjure a fox', /conjure/],
  ])('%s %.20j', async ([command, text, sentence], { setStage }) => {
    const stage = await setStage();
    const noticed = await stage.slack.act.command({ user: ALICE, channel: ART, command, text });

    expect(noticed.acked).toBe(true);
    expect(await told(stage)).toMatch(sentence);
    expect(stage.cards()).toEqual([]);
    expect(stage.gateway.submits).toEqual([]);
  });

  test('/mj help explains every command, with an example of each', async ({ setStage }) => {
    const stage = await setStage();
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'help' });

    const help = await told(stage);
    for (const typed of ['imagine a red fox in snow --ar 16:9', 'search red fox', 'tasks'])
      expect(help).toContain(`\`/mj ${typed}\``);
  });

  test('where the bot cannot post, the command’s response says what to do, and nothing is submitted', async ({
    setStage,
  }) => {
    const stage = await setStage();
    await stage.imagine('a hidden fox', { channel: 'G0PRIVATE' });

    expect(await told(stage)).toMatch(/invite/i);
    expect(stage.gateway.submits).toEqual([]);
  });

  /** What is clicked on a card, perhaps with what follows from it; and how the card comes about. */
  const CLICKS: Readonly<
    Record<string, { fails?: true; upscaled?: true; click: (stage: Stage, on: On) => Promise<unknown> }>
  > = {
    'a press': {
      click: async (stage, on) => await stage.slack.act.click({ user: ALICE, on, element: { label: 'V1' } }),
    },
    'the step of a press': {
      upscaled: true,
      async click(stage, on) {
        await stage.slack.act.click({ user: ALICE, on, element: { label: '🔍 Custom Zoom' } });
        await stage.slack.waitFor(({ modals }) => modals[ALICE]?.at(-1)?.submit != null, { what: 'the step' });
        await stage.slack.act.submitView({ user: ALICE });
      },
    },
    'another try': {
      fails: true,
      click: async (stage, on) => await stage.slack.act.click({ user: ALICE, on, element: { label: 'Try again' } }),
    },
  };
  test.for(Object.keys(CLICKS))(
    'where the bot was taken out meanwhile %s is answered alone, and nothing is submitted',
    async (name, { setStage }) => {
      const { fails, upscaled, click } = CLICKS[name] ?? expect.fail(name);
      const stage = await setStage();
      const channel = 'G0PRIVATE';
      await stage.slack.act.inviteBot({ user: ALICE, channel });
      if (fails === true)
        stage.gateway.faults.add({
          kind: 'submits',
          times: 1,
          then: { do: 'answer', status: 200, body: { code: 4, description: '参数错误' } },
        });
      await stage.imagine('a fox', { channel });
      let card = await stage.card(offers(fails === true ? 'Try again' : 'U1'), 'the card', { channel });
      if (upscaled === true) {
        await stage.slack.act.click({ user: ALICE, on: { channel, ts: card.ts }, element: { label: 'U1' } });
        card = await stage.card(offers('🔍 Custom Zoom'), 'the upscale', { channel, n: 1 });
      }
      const before = stage.gateway.submits.length;
      await stage.slack.act.removeBot({ user: ALICE, channel });
      await click(stage, { channel, ts: card.ts });

      expect(await told(stage)).toMatch(/invite/i);
      expect(stage.gateway.submits).toHaveLength(before);
    },
  );

  test('a public channel that the bot is not in gets its card all the same', async ({ setStage }) => {
    const stage = await setStage();
    await stage.imagine('a visiting fox', { channel: 'C0NOBOT' });
    await stage.card(done, 'the picture', { channel: 'C0NOBOT' });
  });

  test('a limit is kept, and a failed submission is given back', async ({ setStage }) => {
    const stage = await setStage({ env: { DAILY_LIMIT_PER_USER: '1' } });
    stage.gateway.faults.add({
      kind: 'submits',
      times: 1,
      then: { do: 'answer', status: 200, body: { code: 4, description: '参数错误' } },
    });
    await stage.imagine('a refused fox');
    await stage.card(offers('Try again'), 'the failure');
    await stage.imagine('a first fox');
    await stage.card(done, 'the picture', { n: 1 });
    await stage.imagine('a second fox');

    expect(await told(stage)).toMatch(/1/);
    expect(stage.gateway.submits).toHaveLength(1);
  });
});

test.concurrent('a phone’s dash is repaired before the prompt is sent', async ({ setStage }) => {
  const stage = await setStage();
  await stage.imagine('a fox —ar 16:9');
  await stage.card(done, 'the picture');

  expect(stage.gateway.submits[0]?.body['prompt']).toBe('a fox --ar 16:9');
});

describe.concurrent('a gateway that does not take the submit', () => {
  test('banned word: the word is shown, and nothing is sent again', async ({ setStage }) => {
    const stage = await setStage();
    await stage.imagine('a nude fox');
    const card = await stage.card(offers('Try again'), 'the failure');

    expect(seen(card)).toContain('nude');
    expect(stage.gateway.requests.filter((r) => r.kind === 'imagine' && r.status === 200)).toHaveLength(1);
  });

  test('wrong key: the person is told that it is not their fault', async ({ setStage }) => {
    const stage = await setStage({ forgive: true, env: { MJ_API_KEY: 'sk-wrong' } });
    await stage.imagine('a keyless fox');
    const card = await stage.card(offers('Try again'), 'the failure');

    expect(seen(card)).not.toContain('sk-wrong');
    expect(stage.bot.log.some((l) => l.level === 'error' && /MJ_API_KEY/.test(l.msg ?? ''))).toBe(true);
    expect(stage.bot.output).not.toContain('sk-wrong');
  });

  test('a web page instead of an answer', async ({ setStage }) => {
    const stage = await setStage({ forgive: true });
    stage.gateway.faults.add({ then: { do: 'html' } });
    await stage.imagine('a fox behind a page');
    await stage.card(offers('Try again'), 'the failure');

    expect(stage.bot.log.some((l) => /MJ_BASE_URL/.test(l.msg ?? ''))).toBe(true);
    expect(stage.gateway.submits).toEqual([]);
  });

  test('down: it is tried again, and the card says so', async ({ setStage }) => {
    const stage = await setStage();
    const up = stage.env['MJ_BASE_URL'] ?? '';
    await stage.bot.stop();
    await stage.startBot({ env: { MJ_BASE_URL: 'http://127.0.0.1:9' } });
    await stage.imagine('a waiting fox');
    await stage.card((c) => /try|trying/i.test(seen(c)), 'the card that says it waits');
    await stage.bot.stop();
    await stage.startBot({ env: { MJ_BASE_URL: up } });
    await stage.card(done, 'the picture');

    expect(stage.gateway.submits).toHaveLength(1);
  });

  test('queue full: it is tried again, and the card says so', async ({ setStage }) => {
    const stage = await setStage();
    const lift = stage.gateway.faults.add({
      kind: 'imagine',
      then: { do: 'answer', status: 200, body: { code: 23, description: '队列已满，请稍后尝试', result: null } },
    });
    await stage.imagine('a patient fox');
    await stage.card((c) => /队列已满/.test(seen(c)), 'the card that says it waits');
    lift();
    await stage.card(done, 'the picture');

    expect(stage.gateway.submits).toHaveLength(1);
  });
});

describe.concurrent('an answer that is lost', () => {
  test.for([{ do: 'commit-then-drop' as const }, { do: 'commit-then-answer' as const, status: 502 as const }])(
    '$do: in doubt, found again in the gateway’s list, and never submitted twice',
    async (then, { setStage }) => {
      const stage = await setStage();
      stage.gateway.faults.add({ kind: 'imagine', times: 1, then });
      await stage.imagine('a doubtful fox');
      await stage.card(done, 'the picture', { timeoutMs: 30_000 });

      expect(stage.gateway.submits).toHaveLength(1);
    },
  );
});

describe.concurrent('a task that goes astray', () => {
  test('that never moves ends at the deadline, may be checked again, and then shows its picture', async ({
    setStage,
  }) => {
    const stage = await setStage({ gateway: { manual: true }, env: { MJ_TASK_TIMEOUT_MIN: '0.05' } });
    await stage.imagine('a stuck fox');
    const card = await stage.card(offers('Check again'), 'the deadline');
    stage.gateway.finish(stage.gateway.submits[0]?.taskId ?? '');
    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: card.ts }, element: { label: 'Check again' } });
    await stage.card(done, 'the picture');
  });

  test('that fails says why in the gateway’s words, and *Try again* is a new card in its thread', async ({
    setStage,
  }) => {
    const stage = await setStage({ gateway: { manual: true } });
    await stage.imagine('a failing fox');
    const task = await stage.gateway.waitFor(() => stage.gateway.submits[0]?.taskId, { what: 'the submit' });
    stage.gateway.fail(task, '[Invalid parameter] `--ar` of <0:0> is not valid');
    const card = await stage.card(offers('Try again'), 'the failure');
    expect(seen(card).replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(
      '[Invalid parameter] `--ar` of <0:0> is not valid',
    );

    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: card.ts }, element: { label: 'Try again' } });
    const again = await stage.gateway.waitFor(() => stage.gateway.submits[1]?.taskId, { what: 'the second submit' });
    stage.gateway.finish(again);
    const second = await stage.card(done, 'the picture', { n: 1 });
    expect(second.threadTs).toBe(card.ts);
  });

  test('whose reading is refused goes on when it is let in again, and alerts the operator', async ({ setStage }) => {
    const stage = await setStage({ forgive: true, env: { MJ_AUTH: 'secret' } });
    const lift = stage.gateway.faults.add({ kind: 'reads', then: { do: 'refuse', status: 403 } });
    await stage.imagine('an unreadable fox');
    await stage.bot.logged((l) => l.level === 'error', 'the alert');
    lift();
    await stage.card(done, 'the picture', { timeoutMs: 30_000 });
  });

  test('that is cancelled says so', async ({ setStage }) => {
    const stage = await setStage({ gateway: { manual: true } });
    await stage.imagine('an unwanted fox');
    const card = await stage.card(offers('Cancel'), 'the card with Cancel');
    await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });
    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: card.ts }, element: { label: 'Cancel' } });
    await stage.card((c) => /cancelled|stopped/i.test(seen(c)), 'the cancelled card');
  });
});

describe.concurrent('a picture that cannot be had', () => {
  test.for(['gone', 'html', 'huge'] as const)(
    '%s: the card ends done, with link, buttons and *Fetch again*',
    async (as, { setStage }) => {
      const stage = await setStage();
      const lift = stage.gateway.faults.add({ kind: 'pictures', then: { do: 'picture', as } });
      await stage.imagine('a fox without a picture');
      const card = await stage.card(offers('Fetch again'), 'the card without picture', { timeoutMs: 40_000 });
      expect(gatewayButtons(card)).toHaveLength(9);

      lift();
      await stage.slack.act.click({
        user: ALICE,
        on: { channel: ART, ts: card.ts },
        element: { label: 'Fetch again' },
      });
      await stage.card(done, 'the picture');
    },
  );

  test('a link to a private host is fetched from the gateway’s own address, and the key goes nowhere else', async ({
    setStage,
  }) => {
    const stage = await setStage({
      gateway: { dialect: 'new-api', switches: { serverAddress: 'http://localhost:3000', sweepMs: 200 } },
    });
    await stage.imagine('a misplaced fox');
    await stage.card(done, 'the picture');
  });
});

describe.concurrent('Slack has a bad day', () => {
  test('a rate limit delays the card, and the end comes all the same', async ({ setStage }) => {
    const stage = await setStage();
    stage.slack.faults.add({ method: 'chat.update', times: 2, effect: { kind: 'rate_limit', retryAfterS: 1 } });
    await stage.imagine('a slow fox');
    await stage.card(done, 'the picture');
  });

  test.for(['before', 'after'] as const)(
    'a post that fails %s it took effect leaves one card',
    async (when, { setStage }) => {
      const stage = await setStage();
      stage.slack.faults.add({ method: 'chat.postMessage', times: 1, effect: { kind: 'status', status: 500, when } });
      await stage.imagine('a doubtful card');
      await stage.card(done, 'the picture', { timeoutMs: 40_000 });

      expect(stage.cards()).toHaveLength(1);
      expect(stage.gateway.submits).toHaveLength(1);
    },
  );

  test('a picture that Slack refuses as a block is shared in the thread', async ({ setStage }) => {
    const stage = await setStage();
    stage.slack.faults.add({
      method: 'chat.update',
      args: (args) => JSON.stringify(args['blocks'] ?? '').includes('slack_file'),
      effect: {
        kind: 'error',
        error: 'invalid_blocks',
        messages: ['[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]'],
      },
    });
    await stage.imagine('a refused picture');
    const card = await stage.card((c) => gatewayButtons(c).length === 9, 'the end', { timeoutMs: 60_000 });
    await stage.slack.waitFor((w) => Object.values(w.files).find((f) => f.shares.some((s) => s.threadTs === card.ts)), {
      what: 'the file in the thread',
    });
  });
});
