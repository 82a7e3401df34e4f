import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytes } from '../../../src/gateway/json-bytes.ts';

const read = (value: object): unknown => JSON.parse(jsonBytes(value).toString('utf8'));

test('is the JSON that it should be, whatever stands in it', () => {
  const long = fc.constantFrom(
    'A'.repeat(20_000),
    'é"\\\n'.repeat(6000),
    `data:image/png;base64,${'+/=='.repeat(6000)}`,
  );
  const value = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), long, fc.array(fc.oneof(long, fc.jsonValue()))));
  fc.assert(
    fc.property(value, (body) => {
      expect(read(body)).toEqual(JSON.parse(JSON.stringify(body)));
    }),
  );
});

test('leaves out what is undefined', () => {
  expect(read({ a: undefined, b: [undefined, 1], c: { d: undefined } })).toEqual({ b: [null, 1], c: {} });
});
