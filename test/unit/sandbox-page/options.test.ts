import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../src/sandbox/stage/options.ts';

test('without a word everything has a default', () => {
  expect(readOptions([], {})).toEqual({ port: 0, dialect: 'plus', drawMs: 8000, http: false });
});

test('the environment is read, and flags win over it', () => {
  const env = { SANDBOX_PORT: '4000', SANDBOX_DIALECT: 'trueai', SANDBOX_DRAW_MS: '500', SANDBOX_HTTP: '1' };
  expect(readOptions([], env)).toEqual({ port: 4000, dialect: 'trueai', drawMs: 500, http: true });
  expect(readOptions(['--port', '5000', '--dialect', 'new-api', '--draw-ms', '0'], env)).toEqual({
    port: 5000,
    dialect: 'new-api',
    drawMs: 0,
    http: true,
  });
});

test('help is asked for in two ways', () => {
  expect(readOptions(['--help'], {})).toBe('help');
  expect(readOptions(['-h'], {})).toBe('help');
});

describe('what is wrong is said all at once', () => {
  test('with each value', () => {
    const wrong = () => readOptions(['--port', '99999', '--dialect', 'klingon', '--draw-ms', 'soon'], {});
    expect(wrong).toThrow(/99999[\s\S]*soon[\s\S]*klingon/);
  });

  test('and an unknown flag is not overlooked', () => {
    expect(() => readOptions(['--prot', '1'], {})).toThrow('--prot');
  });
});
