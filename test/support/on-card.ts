import { customIdHash } from '../../src/domain/press-token.ts';
import type { StepRef } from '../../src/domain/step.ts';
import type { Submission } from '../../src/domain/submission.ts';
import type { Button, Snapshot } from '../../src/domain/task.ts';
import type { Place } from '../../src/flows/submit/take-in.ts';
import { fakeWorld } from './fake-world.ts';

const UUID = '26d56b92-4ed6-45e2-8561-563797923135';

/** Buttons of a single picture, and of describe and shorten, as the gateways give them (gateway.md section 3.4). */
export const BUTTONS = {
  zoom: { customId: `MJ::CustomZoom::${UUID}`, label: 'Custom Zoom', emoji: '🔍', style: 2 },
  region: { customId: `MJ::Inpaint::1::${UUID}::SOLO`, label: 'Vary (Region)', emoji: '🖌️', style: 2 },
  vary: { customId: `MJ::JOB::low_variation::1::${UUID}::SOLO`, label: 'Vary (Subtle)', emoji: '🪄', style: 2 },
  pan: { customId: `MJ::JOB::pan_left::1::${UUID}::SOLO`, label: '', emoji: '⬅️', style: 2 },
  upscale: { customId: `MJ::JOB::upsample_v7_2x_subtle::1::${UUID}::SOLO`, label: 'Upscale', emoji: '', style: 2 },
  describe: { customId: 'MJ::Job::PicReader::2', label: '', emoji: '2️⃣', style: 2 },
  shorten: { customId: 'MJ::Job::PromptAnalyzer::1', label: '', emoji: '1️⃣', style: 2 },
} as const satisfies Record<string, Button>;

/**
 * A card that is done, with these buttons under its picture.
 *
 * @param options.chosen the asker's defaults, besides a stylize of 77
 * @param more of its last snapshot
 */
export async function onCard(
  options: Parameters<typeof fakeWorld>[0] & {
    prompt?: string;
    place?: Partial<Place>;
    chosen?: { ratio?: string };
  } = {},
  buttons: readonly Button[] = Object.values(BUTTONS),
  more: Partial<Snapshot> = {},
) {
  const world = fakeWorld(options);
  const ann = world.place();
  if (options.chosen !== undefined)
    await world.settings(
      { team: ann.team, user: ann.user },
      { do: 'save', given: { stylize: '77', ...options.chosen } },
    );
  await world.command('imagine', options.prompt ?? 'a red fox --ar 3:2', options.place);
  await world.run();
  const parent = world.only();
  world.says(parent.task ?? '', {
    status: 'done',
    imageUrl: 'https://cdn/fox.png',
    buttons: [...buttons],
    ...more,
  });
  await world.pass(4000);
  const children = (): Submission[] => [...world.store.values()].filter((r) => r.id !== parent.id);
  return {
    world,
    parent: (): Submission => world.store.get(parent.id) ?? parent,
    children,
    child: (): Submission => {
      const [child, ...others] = children();
      if (child === undefined || others.length > 0) throw new Error(`${children().length} children`);
      return child;
    },
    /** A click on a button, its trigger just made. */
    press: async (button: Pick<Button, 'customId'>, user = 'U00BOB', key = `k${Math.random()}`) =>
      await world.press({
        submission: parent.id,
        hash: customIdHash(button.customId ?? ''),
        place: world.place({ user }),
        key,
        trigger: world.trigger(),
      }),
    refOf: (button: Pick<Button, 'customId'>): StepRef => ({
      of: 'button',
      submission: parent.id,
      hash: customIdHash(button.customId ?? ''),
    }),
    sent: (kind: string) => world.submits.filter((submit) => submit.kind === kind).map((submit) => submit.body),
  };
}

/** What the gateway answers when it asks for more, in code 21. */
export const asks = (finalPrompt?: string) => (task: string) =>
  ({ kind: 'confirm', task, ...(finalPrompt === undefined ? {} : { finalPrompt }) }) as const;
