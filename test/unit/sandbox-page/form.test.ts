import { describe, expect, test } from 'vitest';
import { type Json, load } from './browser-modules.ts';

const { formErrors, formValues, initialValue, standingValue } = await load('form.js');

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
const input = (id: string, element: Json, more: Json = {}): Json => ({ type: 'input', block_id: id, element, ...more });
const errorsOf = (blocks: Json[], typed: Json = {}) => formErrors(blocks, formValues(blocks, typed));

describe('what stands in an element before anybody touched it', () => {
  test.each([
    [{ type: 'plain_text_input', initial_value: 'a fox' }, 'a fox'],
    [{ type: 'static_select', initial_option: option('fast') }, 'fast'],
    [{ type: 'checkboxes', initial_options: [option('a'), option('b')] }, ['a', 'b']],
    [{ type: 'datepicker', initial_date: '2026-11-21' }, '2026-11-21'],
    [{ type: 'file_input' }, null],
  ])('%j', (element, value) => {
    expect(initialValue(element)).toEqual(value);
  });
});

test('a select of conversations begins with the one that the person looks at, where the app asks for that', () => {
  const element = { type: 'conversations_select', default_to_current_conversation: true };
  expect(initialValue(element, 'C1')).toBe('C1');
  expect(initialValue({ type: 'conversations_select' }, 'C1')).toBeNull();
  expect(formValues([input('where', element)], {}, {}, 'C1')).toEqual({ where: 'C1' });
});

test('what was typed wins over what stood there, and an emptied field counts as empty', () => {
  const blocks = [
    input('a', { type: 'plain_text_input', initial_value: 'one' }),
    input('b', { type: 'plain_text_input', initial_value: 'two' }),
    input('c', { type: 'plain_text_input', initial_value: 'three' }),
    { type: 'section', block_id: 'd' },
  ];
  expect(formValues(blocks, { b: 'deux', c: '' })).toEqual({ a: 'one', b: 'deux', c: null });
});

describe('what Slack keeps of an input', () => {
  const block = (element: Json) => input('a', { action_id: 'it', ...element });
  const kept = (value: Json) => ({ a: { it: value } });

  test.each([
    [{ type: 'plain_text_input', value: 'a cat' }, 'a cat'],
    [{ type: 'static_select', selected_option: option('relax') }, 'relax'],
    [{ type: 'multi_static_select', selected_options: [option('2'), option('1')] }, ['2', '1']],
    [{ type: 'file_input', files: [{ id: 'F1' }] }, ['F1']],
    [{ type: 'datepicker', selected_date: '2026-11-21' }, '2026-11-21'],
    [{ type: 'plain_text_input', value: null }, null],
  ])('%j stands there, whatever the app says stands there at first', (held, value) => {
    const element = { action_id: 'it', initial_value: 'a fox', initial_option: option('fast') };
    expect(standingValue(block(element), element, kept(held))).toEqual(value);
  });

  test('gives way to what was typed, and the conversation at hand fills a gap', () => {
    const state = kept({ type: 'plain_text_input', value: 'a fox' });
    expect(formValues([block({})], { a: 'a cat' }, state)).toEqual({ a: 'a cat' });
    const where = { action_id: 'it', default_to_current_conversation: true };
    const none = kept({ type: 'conversations_select', selected_conversation: null });
    expect(standingValue(block(where), where, none, 'C1')).toBe('C1');
  });
});

describe('what the client itself refuses', () => {
  test('a required field without a value, but not an optional one', () => {
    const blocks = [
      input('a', { type: 'plain_text_input' }),
      input('b', { type: 'checkboxes', options: [] }),
      input('c', { type: 'file_input' }, { optional: true }),
    ];
    expect(Object.keys(errorsOf(blocks, { b: [] }))).toEqual(['a', 'b']);
    expect(errorsOf(blocks, { a: 'x', b: ['y'] })).toEqual({});
  });

  test('a text outside its lengths, counted in characters and not in halves of them', () => {
    const blocks = [input('a', { type: 'plain_text_input', min_length: 2, max_length: 3 })];
    expect(errorsOf(blocks, { a: 'x' })).toEqual({ a: 'Please enter at least 2 characters.' });
    expect(errorsOf(blocks, { a: 'wxyz' })).toEqual({ a: 'Please enter no more than 3 characters.' });
    expect(errorsOf(blocks, { a: '🦊🦊🦊' })).toEqual({});
  });

  test.each([
    ['7', undefined],
    ['1.5', 'Please enter a whole number.'],
    ['101', 'Please enter 100 or less.'],
    ['-1', 'Please enter 0 or more.'],
    ['seven', 'Please enter a number.'],
  ])('the number %s', (typed, sentence) => {
    const blocks = [input('a', { type: 'number_input', is_decimal_allowed: false, min_value: '0', max_value: '100' })];
    expect(errorsOf(blocks, { a: typed })['a']).toBe(sentence);
  });
});
