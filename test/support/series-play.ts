import { expect } from 'vitest';
import type { Offer } from '../../src/domain/draft.ts';
import type { Submission } from '../../src/domain/submission.ts';
import { fakeWorld } from './fake-world.ts';

/** A series in the fake world: it is offered, begun, drawn. */
export type World = ReturnType<typeof fakeWorld>;

export const FOUR = 'a {red, blue} fox --repeat 2';

export async function offered(world: World, prompt = FOUR, place = {}): Promise<Extract<Offer, { kind: 'several' }>> {
  const told = (await world.command('imagine', prompt, place)) as { offer: Extract<Offer, { kind: 'several' }> };
  expect(told.offer.kind).toBe('several');
  return told.offer;
}

export async function begun(prompt = FOUR, place = {}) {
  const world = fakeWorld();
  const { draft } = await offered(world, prompt, place);
  await world.draft(draft, 'make');
  await world.run();
  return { world, draft };
}

export const children = (world: World): Submission[] =>
  [...world.store.values()].filter((one) => one.series !== undefined);
export const shown = (world: World) => [...world.series.messages.values()][0];

/** The gateway draws one of them. */
export async function drawn(world: World, place: number, snapshot: object = { imageUrl: `https://cdn/${place}.png` }) {
  const child = children(world).find((one) => one.series?.place === place);
  world.says(child?.task ?? '', { status: 'done', ...snapshot });
  await world.pass(8000);
}
