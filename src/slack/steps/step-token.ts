/**
 * What the modal of a step must remember between two deliveries, which may come to different processes, whoever opened it: whose step it is,
 * what can be seen in it, where the answer goes. It stands in the view's `private_metadata`. Whatever this version did not write is not
 * understood, and answered kindly.
 */
import { z } from 'zod';
import { type Step, StepKind, StepRef } from '../../domain/step.ts';
import { fromJson } from '../json.ts';
import { CARD } from '../limits.ts';
import type { FormPlace } from '../listening/form-token.ts';
import { cut } from '../text.ts';

export interface StepToken {
  /** Read back from a view, its prompt and ratio are empty: they stand in the view's inputs. */
  step: Step;
  /** Where the button was pressed; a worker that opens a step knows none. */
  place: FormPlace;
}

const Wire = z.object({
  v: z.literal(1),
  ref: StepRef,
  kind: StepKind,
  button: z.string(),
  /** Channel, thread and response_url. */
  at: z.tuple([z.string(), z.string(), z.string()]),
  painter: z.object({ id: z.string(), url: z.string() }).optional(),
  painted: z
    .object({ id: z.string(), share: z.number(), preview: z.string().optional(), reworded: z.boolean().optional() })
    .optional(),
  grid: z.string().optional(),
});
type Wire = z.infer<typeof Wire>;

/** @param max UTF-16 units; what a step can do without is left out where it does not fit, the picture of what was painted first */
export function encodeStep({ step, place }: StepToken, max: number): string {
  const { ref, kind, button, painter, painted, grid } = step;
  const needed: Wire = {
    v: 1,
    ref,
    kind,
    button: cut(button, CARD.label),
    at: [place.channel ?? '', place.threadTs ?? '', ''],
    ...(grid === undefined ? {} : { grid }),
    ...(painted === undefined ? {} : { painted: withoutPreview(painted) }),
  };
  const withPainter: Wire = { ...needed, ...(painter === undefined ? {} : { painter }) };
  const withResponse: Wire = { ...withPainter, at: [needed.at[0], needed.at[1], place.responseUrl ?? ''] };
  const whole: Wire = { ...withResponse, ...(painted === undefined ? {} : { painted }) };
  const texts = [whole, withResponse, withPainter, needed].map((wire) => JSON.stringify(wire));
  return texts.find((text) => text.length <= max) ?? texts.at(-1) ?? '';
}

/** @returns undefined for anything that this version did not write */
export function decodeStep(text: string): StepToken | undefined {
  const wire = Wire.safeParse(fromJson(text)).data;
  if (wire === undefined) return undefined;
  const [channel, threadTs, responseUrl] = wire.at.map((part) => (part === '' ? undefined : part));
  const { ref, kind, button, painter, painted, grid } = wire;
  return {
    step: {
      ref,
      kind,
      button,
      prompt: '',
      ...(painter === undefined ? {} : { painter }),
      ...(painted === undefined ? {} : { painted: maskOf(painted) }),
      ...(grid === undefined ? {} : { grid }),
    },
    place: { channel, threadTs, responseUrl },
  };
}

function maskOf({ preview, ...painted }: NonNullable<Wire['painted']>): NonNullable<Step['painted']> {
  return { ...withoutPreview(painted), ...(preview === undefined ? {} : { preview }) };
}

function withoutPreview({ id, share, reworded }: NonNullable<Wire['painted']>): NonNullable<Step['painted']> {
  return { id, share, ...(reworded === true ? { reworded } : {}) };
}
