import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Misconfigured } from '../../../src/domain/errors.ts';
import { address, modePrefix, parseBase } from '../../../src/gateway/base.ts';

const imagine = (url: string) => address(parseBase(url, '/mj-{mode}'), '/submit/imagine');

describe('the base URL', () => {
  test.each([
    ['https://gw.example', 'https://gw.example/mj/submit/imagine'],
    ['https://gw.example/', 'https://gw.example/mj/submit/imagine'],
    ['https://gw.example/mj', 'https://gw.example/mj/submit/imagine'],
    ['https://gw.example//mj///', 'https://gw.example/mj/submit/imagine'],
    ['https://gw.example/mj/mj/', 'https://gw.example/mj/submit/imagine'],
    ['  https://GW.example/proxy/mj ', 'https://gw.example/proxy/mj/submit/imagine'],
    ['http://127.0.0.1:8080/api', 'http://127.0.0.1:8080/api/mj/submit/imagine'],
    ['https://gw.example/mj-fast/mj', 'https://gw.example/mj-fast/mj/submit/imagine'],
    ['https://gw.example/fast/mj', 'https://gw.example/fast/mj/submit/imagine'],
    ['https://gw.example/breakfast', 'https://gw.example/breakfast/mj/submit/imagine'],
  ])('%s leads to %s', (given, expected) => {
    expect(imagine(given)).toBe(expected);
  });

  test('a mode prefix in the base URL is replaced by that of another mode', () => {
    const base = parseBase('https://gw.example/v1/mj-fast/mj', '/mj-{mode}');
    expect(address(base, '/task/1/fetch', '/mj-relax')).toBe('https://gw.example/v1/mj-relax/mj/task/1/fetch');
  });

  test('any number of slashes and of /mj at the end makes no difference, nor to the id', () => {
    const ending = fc.array(fc.constantFrom('/', '/mj', '/mj/')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('https://gw.example', 'http://10.0.0.1:8080/proxy'), ending, (start, end) => {
        const base = parseBase(start + end, '/mj-{mode}');
        expect(address(base, '/task/list')).toBe(`${start}/mj/task/list`);
        expect(base.id).toBe(parseBase(start, '/mj-{mode}').id);
      }),
    );
  });

  test('the id is short, and differs between gateways', () => {
    const [a, b] = ['https://a.example', 'https://b.example'].map((url) => parseBase(url, '/mj-{mode}').id);
    expect(a).toMatch(/^[0-9a-f]{12}$/);
    expect(a).not.toBe(b);
  });

  test.each([
    'gw.example',
    'ftp://gw.example',
    'https://gw.example/mj?key=1',
    'https://u:p@gw.example',
    'https://gw.example/#x',
    '',
  ])('%j is refused with a sentence that holds no part of it', (given) => {
    expect(() => parseBase(given, '/mj-{mode}')).toThrow(Misconfigured);
    expect(() => parseBase(given, '/mj-{mode}')).not.toThrow(/key=1|u:p/);
  });

  test.each([
    ['/mj-{mode}', '/mj-relax'],
    ['{mode}', '/relax'],
    ['mj-{mode}/mj/', '/mj-relax'],
    ['/mj-{mode}-relay', '/mj-relax-relay'],
  ])('the mode path %s gives %s', (template, expected) => {
    expect(modePrefix(template, 'relax')).toBe(expected);
  });
});
