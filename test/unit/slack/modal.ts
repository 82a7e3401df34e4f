import type { NewFile, SlackStandIn, View } from '../../../src/sandbox/slack/types.ts';
import { picture } from './room.ts';

/** The modal that a person has open, once it is the one that is looked for. */
export async function modal(
  slack: SlackStandIn,
  user: string,
  what: string,
  fits: (view: View) => boolean = () => true,
): Promise<View> {
  return await slack.waitFor((world) => world.modals[user]?.filter(fits).at(-1), { what });
}

/** All that is written in it, entities undone. */
export function written(view: View | undefined): string {
  return JSON.stringify([view?.title, view?.blocks]).replace(/&amp;/g, '&');
}

export function says(text: string): (view: View) => boolean {
  return (view) => written(view).includes(text);
}

export function isForm(view: View): boolean {
  return view.callbackId === 'form';
}

export function blockIds(view: View): string[] {
  return view.blocks.flatMap((block) => (block['type'] === 'input' ? [String(block['block_id'])] : []));
}

/** The person's open modals. */
export function modalsOf(slack: SlackStandIn, user: string): View[] {
  return slack.world.modals[user] ?? [];
}

export async function pngs(...names: string[]): Promise<NewFile[]> {
  return await Promise.all(names.map(async (name) => ({ name: `${name}.png`, bytes: await picture('png') })));
}

export const PDF: NewFile = { name: 'doc.pdf', bytes: new TextEncoder().encode('%PDF-1.7') };
