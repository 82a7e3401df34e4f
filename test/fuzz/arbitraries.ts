/** What the outside may send: plausible things, things that were plausible, and malice. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures');

/** Payloads of the museum, by file name. */
export function museum(room: 'slack' | 'gateway'): Map<string, unknown> {
  const folder = path.join(FIXTURES, room);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as unknown]));
}

/** Words that mean something to somebody: mrkdwn, prototypes, regular expressions, paths, numbers at their ends. */
export const nasty = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\u0000',
  '\uD800',
  '\uDC00x',
  '\u202Egpj.exe',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<!channel>',
  '<!here|here>',
  '<!subteam^S1|@all>',
  '<@U0VICTIM1>',
  '<#C0SECRET>',
  '<https://evil.example|https://slack.com/signin>',
  '&lt;!channel&gt;',
  '&amp;lt;!everyone&amp;gt;',
  '```',
  '*_~`',
  'https://x.example/><!channel>',
  'https://x.example/|label',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '--ar 16:9',
  '—ar 16:9',
  '9007199254740993',
  '1e999',
  '-1',
  'NaN',
  '../../etc/passwd',
  '%00%2f%E0%A4%A',
  'http://169.254.169.254/latest/meta-data/',
);

/** One shape, many times: what makes a regular expression or a recursion run away. */
export const longRun = fc
  .tuple(
    fc.constantFrom('', 'https://', '#', '1️⃣', '**', '<', '# Shortened prompts', 'x', '--', '[', '{"a":', '0'),
    fc.constantFrom(
      'a',
      '\n',
      ' ',
      ')',
      '<',
      '>',
      '—',
      '**',
      '~~',
      '&amp;',
      '#\n',
      '1️⃣\n',
      ':',
      ':a',
      '[',
      '{"a":',
      '/mj',
      '😀',
      '0',
      '|',
      '^',
      '.',
    ),
    fc.integer({ min: 1, max: 20_000 }),
    fc.constantFrom('', 'x', '"', ']', '\n!', 'https://'),
  )
  .map(([head, part, times, tail]) => head + part.repeat(times) + tail);

/** Text as anybody may write it. */
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 4, arbitrary: fc.string({ maxLength: 200 }) },
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof(nasty, fc.string({ maxLength: 12 })), { maxLength: 8 }).map((all) => all.join(' ')),
  },
  { weight: 2, arbitrary: nasty },
  { weight: 1, arbitrary: longRun },
);

/** Anything that JSON can say. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.oneof(nasty, fc.string({ maxLength: 8 })), fc.oneof(text, fc.double(), fc.boolean()), {
    maxKeys: 6,
  }),
  text,
);

interface Place {
  readonly at: readonly (string | number)[];
}

function placesIn(value: unknown, at: readonly (string | number)[] = []): Place[] {
  const here: Place = { at };
  if (Array.isArray(value)) return [here, ...value.flatMap((one, index) => placesIn(one, [...at, index]))];
  if (typeof value === 'object' && value !== null)
    return [here, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...at, key]))];
  return [here];
}

type Change = { kind: 'set'; value: unknown } | { kind: 'drop' } | { kind: 'twice' };

function changed(value: unknown, [first, ...rest]: readonly (string | number)[], change: Change): unknown {
  if (first === undefined) return change.kind === 'set' ? change.value : value;
  const last = rest.length === 0;
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown, index) => {
      if (index !== first) return [one];
      if (last && change.kind === 'drop') return [];
      return last && change.kind === 'twice' ? [one, one] : [changed(one, rest, change)];
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
      if (key !== first) return [[key, one]];
      if (last && change.kind === 'drop') return [];
      return [[key, changed(one, rest, change)]];
    }),
  );
}

/** A thing of the museum with up to six places of it changed, dropped or doubled; every now and then as it is. */
export function mutant(specimens: Iterable<unknown>): fc.Arbitrary<unknown> {
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 4, arbitrary: json.map((value): Change => ({ kind: 'set', value })) },
    { weight: 2, arbitrary: fc.constant<Change>({ kind: 'drop' }) },
    { weight: 1, arbitrary: fc.constant<Change>({ kind: 'twice' }) },
  );
  const whole = [...specimens];
  const places = new Map(whole.map((one) => [one, placesIn(one)]));
  return fc
    .tuple(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(), change), { maxLength: 6 }))
    .map(([one, changes]) => {
      const among = places.get(one) ?? [];
      return changes.reduce((value, [pick, how]) => changed(value, among[pick % among.length]?.at ?? [], how), one);
    });
}

/** JSON as it stands on the wire, cut, nested, or with something in it that is no JSON. */
export function wire(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const whole = values.map((value) => JSON.stringify(value) ?? '');
  const deep = fc
    .integer({ min: 1, max: 200_000 })
    .chain((depth) =>
      fc.constantFrom(
        '['.repeat(depth),
        '{"a":'.repeat(depth),
        `${'['.repeat(depth)}${']'.repeat(depth)}`,
        `{"id":"1","status":"SUCCESS","properties":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
      ),
    );
  return fc.oneof(
    { weight: 12, arbitrary: whole },
    { weight: 3, arbitrary: fc.tuple(whole, fc.nat()).map(([body, at]) => body.slice(0, at % (body.length + 1))) },
    { weight: 3, arbitrary: fc.tuple(whole, fc.nat(), text).map(([body, at, more]) => spliced(body, at, more)) },
    { weight: 3, arbitrary: text },
    { weight: 1, arbitrary: deep },
  );
}

/** A text with something foreign put into it. */
function spliced(body: string, at: number, more: string): string {
  const cut = at % (body.length + 1);
  return body.slice(0, cut) + more + body.slice(cut);
}

/** Text that was right once: a letter changed, cut, doubled, or left alone. */
export function worn(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: whole },
    { weight: 2, arbitrary: fc.tuple(whole, fc.nat(), nasty).map(([one, at, more]) => spliced(one, at, more)) },
    { weight: 2, arbitrary: fc.tuple(whole, fc.nat()).map(([one, at]) => one.slice(0, at % (one.length + 1))) },
    { weight: 1, arbitrary: fc.tuple(whole, fc.nat()).map(([one, at]) => one.slice(at % (one.length + 1))) },
    { weight: 2, arbitrary: text },
  );
}
