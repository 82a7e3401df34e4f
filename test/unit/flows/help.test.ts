import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { UserMistake } from '../../../src/domain/errors.ts';
import { LANGUAGES } from '../../../src/domain/language.ts';
import { sentence } from '../../../src/domain/messages.ts';
import { verbs } from '../../../src/flows/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';

test.each(['', '   ', 'help', 'HELP me'])('/mj %j explains, and submits nothing', async (text) => {
  const world = fakeWorld();

  expect(await world.command('mj', text)).toMatchObject({ tell: { say: 'help' } });
  expect(world.store.size).toBe(0);
});

describe.each(LANGUAGES)('the help in %s', (language) => {
  const messages = catalogue[language];

  test.each(verbs.map((verb) => [verb.name, verb] as const))(
    'has an example of %s that works as it is',
    async (name, verb) => {
      const example = messages.verbs[name]?.example ?? '';
      const help = sentence(messages, { say: 'help', commands: [verb] });
      const world = fakeWorld();
      const told = await world.command('mj', example, { user: 'U00ADMIN' }).catch((error: Error) => error);

      expect(example.split(' ')[0]).toBe(name);
      expect(help).toContain(`\`/mj ${example}\``);
      if (verb.usage.includes('<')) expect(example).not.toBe(name);
      // An id in an example is nobody's.
      if (told instanceof Error) expect(told).toEqual(new UserMistake('unknown-task'));
      else
        expect(
          told === undefined || !('open' in told) || told.open.fields.some(({ kind }) => kind === 'pictures'),
        ).toBe(true);
    },
  );
});
