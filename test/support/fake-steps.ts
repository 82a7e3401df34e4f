import { createHash } from 'node:crypto';
import { Refused, UserMistake } from '../../src/domain/errors.ts';
import type { PaintVisit } from '../../src/domain/paint-visit.ts';
import type { Step } from '../../src/domain/step.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

/** Slack's trigger_id and a painter's link live for so long. */
const TRIGGER_MS = 3000;
const PAINT_MS = 30 * 60_000;

/**
 * What steps need besides the rooms of a submission: modals, links to the painter and masks. Part of the fake world. A mask is text
 * here: `empty`, `full` and `broken` are refused, everything else is taken and named with what it was made from and its size.
 *
 * @param meet throws a trouble that was queued by that name
 */
export function fakeSteps(
  { meet, now, files }: { meet: (name: string) => void; now: () => number; files: Map<string, Buffer> },
  publicUrl: boolean,
) {
  const modals: { trigger: string; viewId: string; step: Step; open: boolean; language: string | undefined }[] = [];
  const visits = new Map<string, { visit: PaintVisit; until: number }>();
  const kept = new Map<string, Buffer>();
  const sizes = new Map<string, Needs.Size>();
  let links = 0;

  const visitOf = (id: string): PaintVisit | undefined => {
    const found = visits.get(id);
    return found === undefined || found.until <= now() ? undefined : found.visit;
  };
  const made = (from: string, bytes: Buffer, { width, height }: Needs.Size): Buffer => {
    meet('mask');
    const text = bytes.toString();
    if (text.endsWith('empty')) throw new UserMistake('mask-empty');
    if (text.endsWith('full')) throw new UserMistake('mask-full');
    if (text.endsWith('broken')) throw new UserMistake('mask-unreadable');
    return Buffer.from(`${from} ${width}x${height} ${text}`);
  };

  const needs = {
    dialogs: {
      open: async (trigger, step, language) => {
        meet('open modal');
        const at = Number(trigger.split('.')[1]);
        if (now() - at > TRIGGER_MS || modals.some((modal) => modal.trigger === trigger)) return undefined;
        const viewId = `V00FAKE${modals.length}`;
        modals.push({ trigger, viewId, step, open: true, language });
        return viewId;
      },
      show: async (viewId, step, language) => {
        const modal = modals.find((one) => one.viewId === viewId && one.open);
        if (modal !== undefined) Object.assign(modal, { step, language });
        return modal !== undefined;
      },
      finish: async (viewId, language) => {
        const modal = modals.find((one) => one.viewId === viewId);
        if (modal !== undefined) Object.assign(modal, { open: false, language });
      },
    } satisfies Needs.Dialogs,
    paints: {
      open: async (visit) => {
        links += 1;
        visits.set(`paint${links}`, { visit, until: now() + PAINT_MS });
        return `paint${links}`;
      },
      seat: async (id, viewId) => {
        const visit = visitOf(id);
        if (visit !== undefined) visit.viewId = viewId;
      },
      word: async (id, prompt) => {
        const visit = visitOf(id);
        if (visit !== undefined) visit.prompt = prompt;
      },
      get: async (id) => visitOf(id),
      keep: async (id, mask) => {
        const maskId = `mask-${createHash('sha256').update(id).update(mask).digest('hex').slice(0, 12)}`;
        kept.set(maskId, mask);
        return maskId;
      },
      use: async (id) => {
        meet('use');
        const visit = visitOf(id);
        if (visit === undefined || visit.used === true) return false;
        visit.used = true;
        return true;
      },
      mask: async (maskId) => kept.get(maskId),
    } satisfies Needs.Paints,
    masks: {
      size: async (picture) => {
        meet('size');
        return sizes.get(picture.toString()) ?? { width: 64, height: 48 };
      },
      ofCells: async (cells, size) => made('cells', Buffer.from(cells.join(',')), size),
      ofFile: async (bytes, size) => made('file', bytes, size),
      ofPainter: async (bytes, size) => made('painter', bytes, size),
      share: async () => 0.25,
      grid: async () => {
        meet('grid');
        return { bytes: Buffer.from('grid'), type: 'image/png' };
      },
      preview: async (picture, mask) => ({ bytes: Buffer.concat([picture, mask]), type: 'image/jpeg' }),
    } satisfies Needs.Masks,
    painterLinks: publicUrl
      ? ({
          page: (id) => `https://bot.example.com/paint/${id}`,
          preview: (id) => `https://bot.example.com/paint/${id}/preview`,
        } satisfies Needs.PainterLinks)
      : undefined,
  };

  return {
    needs,
    modals,
    visits,
    kept,
    sizes,
    /** Reads a file that was uploaded or handed over. */
    readFile: async (id: string): Promise<Buffer> => {
      meet('read file');
      const bytes = files.get(id);
      if (bytes === undefined) throw new Refused('slack', 'input-unusable', 'expired');
      return bytes;
    },
  };
}
