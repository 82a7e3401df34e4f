import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Step } from '../../../src/domain/step.ts';
import { viewClickOf, viewSentOf } from '../../../src/slack/listening/incoming-views.ts';
import { readCells, readStep } from '../../../src/slack/views/step-state.ts';
import { id } from './records.ts';

function payload(name: string): { actions?: object[] } {
  return JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../fixtures/slack', name), 'utf8'));
}

const step: Step = { ref: { of: 'submission', submission: id }, kind: 'region', button: 'V2', prompt: '' };

test('a choice of several is read with what else was typed', () => {
  const body = payload('block-actions-view-multi-select.json');
  const click = viewClickOf(body, body.actions?.[0] ?? {});

  expect(click).toMatchObject({ actionId: 'step:cells', viewId: 'V0PKB1ZFV', user: 'U061F7AUR', value: '' });
  expect(readCells(click?.state ?? {})).toEqual([2, 6]);
  expect(readStep(step, click?.state ?? {}).prompt).toBe('a blue fox');
});

test('a modal with a choice and a number is read when it is sent', () => {
  const sent = viewSentOf(payload('view-submission-multi-select.json'));

  expect(readStep({ ...step, kind: 'zoom' }, sent.state)).toEqual({ prompt: 'a blue fox', zoom: '1.8' });
  expect(readStep(step, sent.state).mask).toEqual({ kind: 'cells', cells: [2, 6] });
});

test('a button in a modal is read as before', () => {
  const body = payload('block-actions-view.json');

  expect(viewClickOf(body, body.actions?.[0] ?? {})).toMatchObject({ actionId: 'preview', value: 'p' });
  expect(viewClickOf(payload('block-actions-message.json'), body.actions?.[0] ?? {})).toBeUndefined();
});
