import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { languageStory } from '../../../src/flows/language.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TEAM = 'T00FAKE00';
const LI = 'U00LI';
const ANN = 'U00ANN';

/** A Slack, a Redis and a clock that several processes share. */
function place(locales: Record<string, string>) {
  let now = 1_000_000;
  const stored = new Map<string, { value: string; until: number }>();
  const lookedUp: string[] = [];
  const asked: string[] = [];
  const cooled: number[] = [];
  const logged: { level: string; message: string }[] = [];
  const waits: (() => void)[] = [];
  const does = {
    locale: async (user: string): Promise<string | undefined> => locales[user],
    redis: async () => {},
    wait: 0,
  };
  const at = (level: string) => (_: object, message: string) => void logged.push({ level, message });

  /** A process with nothing at hand. */
  const process = () =>
    languageStory({
      people: {
        async locale(user) {
          asked.push(user);
          return await does.locale(user);
        },
      },
      memory: {
        async get(name) {
          lookedUp.push(name);
          await does.redis();
          const found = stored.get(name);
          return found === undefined || found.until <= now ? undefined : found.value;
        },
        async set(name, value, ttlMs) {
          await does.redis();
          stored.set(name, { value, until: now + ttlMs });
        },
      },
      budget: { take: async () => does.wait, cool: async (_, __, ms) => void cooled.push(ms) },
      world: { now: () => now, random: () => 0.5 },
      log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
      pause: () => new Promise<void>((resolve) => waits.push(resolve)),
    });

  return {
    process,
    does,
    asked,
    lookedUp,
    cooled,
    logged,
    /** The patience of all who wait is over. */
    late: () => {
      for (const over of waits.splice(0)) over();
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the language of a person', () => {
  test('is that of their locale in Slack', async () => {
    const { process } = place({ [LI]: 'zh-CN', [ANN]: 'en-GB' });
    const languages = process();

    expect(await languages.of(TEAM, LI)).toBe('zh');
    expect(await languages.of(TEAM, ANN)).toBe('en');
  });

  test('is asked for once a day, whichever process wants it, and followed when it changes', async () => {
    const locales = { [LI]: 'zh-CN' };
    const { process, asked, pass } = place(locales);
    const [one, other] = [process(), process()];

    await one.of(TEAM, LI);
    pass(DAY - MINUTE);
    expect(await one.of(TEAM, LI)).toBe('zh');
    expect(await other.of(TEAM, LI)).toBe('zh');
    expect(asked).toEqual([LI]);

    locales[LI] = 'en-US';
    pass(15 * MINUTE);
    expect(await one.of(TEAM, LI)).toBe('en');
    expect(asked).toEqual([LI, LI]);
  });

  test('is at hand for ten minutes without a look at Redis', async () => {
    const { process, lookedUp, pass } = place({ [LI]: 'zh-CN' });
    const languages = process();

    await languages.of(TEAM, LI);
    pass(9 * MINUTE);
    await languages.of(TEAM, LI);
    expect(lookedUp).toHaveLength(1);
    pass(2 * MINUTE);
    await languages.of(TEAM, LI);
    expect(lookedUp).toHaveLength(2);
  });

  test('is asked for once, however many deliveries come at once', async () => {
    const { process, asked } = place({ [LI]: 'zh-CN' });
    const languages = process();

    expect(await Promise.all([1, 2, 3].map(() => languages.of(TEAM, LI)))).toEqual(['zh', 'zh', 'zh']);
    expect(asked).toEqual([LI]);
  });

  test('of somebody of whom Slack tells none is English, and not asked for again', async () => {
    const { process, asked } = place({});

    expect(await process().of(TEAM, ANN)).toBe('en');
    expect(await process().of(TEAM, ANN)).toBe('en');
    expect(asked).toEqual([ANN]);
  });
});

describe('when Slack takes its time', () => {
  test('a person is answered in English meanwhile, waits no second time, and then in their own', async () => {
    const { process, does, late } = place({});
    let answer: (locale: string) => void = () => {};
    does.locale = () => new Promise((resolve) => (answer = resolve));
    const languages = process();

    const first = languages.of(TEAM, LI);
    await Promise.resolve();
    late();
    expect(await first).toBe('en');
    // Nobody is late any more: this would hang if it waited.
    expect(await languages.of(TEAM, LI)).toBe('en');

    answer('zh-CN');
    await expect.poll(() => languages.of(TEAM, LI)).toBe('zh');
  });

  test('whoever was known keeps their language', async () => {
    const { process, does, late, pass } = place({ [LI]: 'zh-CN' });
    const languages = process();
    await languages.of(TEAM, LI);
    pass(2 * DAY);
    does.locale = () => new Promise(() => {});

    const second = languages.of(TEAM, LI);
    await Promise.resolve();
    late();

    expect(await second).toBe('zh');
  });
});

describe('without the scope', () => {
  test('everybody is answered in English, the operator is told once, and nobody is asked for an hour', async () => {
    const { process, does, asked, logged, pass } = place({ [LI]: 'zh-CN' });
    const { locale } = does;
    does.locale = async () => {
      throw new Misconfigured('slack', 'missing-scope', 'missing scope users:read');
    };
    const languages = process();

    expect(await languages.of(TEAM, LI)).toBe('en');
    expect(await languages.of(TEAM, ANN)).toBe('en');
    pass(30 * MINUTE);
    expect(await languages.of(TEAM, LI)).toBe('en');
    pass(31 * MINUTE);
    await languages.of(TEAM, LI);

    expect(asked).toEqual([LI, LI]);
    expect(logged).toHaveLength(1);
    expect(logged).toMatchObject([{ level: 'warn', message: expect.stringContaining('users:read') }]);

    does.locale = locale;
    pass(61 * MINUTE);
    expect(await languages.of(TEAM, LI)).toBe('zh');
  });
});

describe('when something is wrong', () => {
  test('a rate limit rests the budget as long as Slack says, and nobody asks while there is none', async () => {
    const { process, does, asked, cooled, pass } = place({ [LI]: 'zh-CN' });
    const { locale } = does;
    does.locale = async () => {
      throw new Busy('slack', 'rate limited', 7000);
    };
    const languages = process();

    expect(await languages.of(TEAM, LI)).toBe('en');
    expect(cooled).toEqual([7000]);
    does.locale = locale;
    does.wait = 7000;
    pass(MINUTE);
    expect(await languages.of(TEAM, LI)).toBe('en');
    expect(asked).toHaveLength(1);

    does.wait = 0;
    pass(MINUTE);
    expect(await languages.of(TEAM, LI)).toBe('zh');
  });

  test.each([
    ['Slack', 'locale'],
    ['Redis', 'redis'],
  ] as const)(
    '%s away: the language that was known stays, and the next is looked for a minute later',
    async (_, peer) => {
      const { process, does, logged, pass } = place({ [LI]: 'zh-CN', [ANN]: 'zh-CN' });
      const languages = process();
      await languages.of(TEAM, LI);
      const well = { ...does };
      does[peer] = async () => {
        throw new Unreachable('redis', 'connection refused');
      };
      pass(2 * DAY);

      expect(await languages.of(TEAM, LI)).toBe('zh');
      expect(await languages.of(TEAM, ANN)).toBe('en');
      expect(logged.map(({ level }) => level)).toEqual(['info', 'info']);

      Object.assign(does, well);
      pass(MINUTE);
      expect(await languages.of(TEAM, ANN)).toBe('zh');
    },
  );
});
