import type { ActionsBlock, Button } from '@slack/types';
import { type AdminButton, AdminRef } from '../../../domain/admin.ts';
import { LIMITS } from '../../limits.ts';
import { plain } from '../elements.ts';

/** Begins every action_id of the admins' modal; behind it what the button does, and a word that makes it the only one. */
export const ADMIN_ACTION = 'admin';
/** Leads to a page, which is the button's value. */
export const GO = 'go';
/** On the button below the words, where no modal could be opened; the value is what was typed. */
export const OPEN = 'open';

export function toPage(name: string, ref: AdminRef, label: string): Button {
  return {
    type: 'button',
    action_id: `${ADMIN_ACTION}:${GO}:${name}`,
    text: plain(label, LIMITS.buttonText),
    value: JSON.stringify(ref),
  };
}

/** @param value at most `LIMITS.buttonValue` characters */
export function adminButton(button: AdminButton, place: number, label: string, value = '-'): Button {
  return {
    type: 'button',
    action_id: `${ADMIN_ACTION}:${button}:${place}`,
    text: plain(label, LIMITS.buttonText),
    value,
  };
}

export function rowOf(elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

/** @returns undefined for what this version did not write */
export function refIn(text: string): AdminRef | undefined {
  try {
    return AdminRef.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
