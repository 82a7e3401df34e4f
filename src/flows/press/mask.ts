import { Refused, UserMistake } from '../../domain/errors.ts';
import type { Person } from '../../domain/gallery.ts';
import { GRID_CELLS, type MaskSource } from '../../domain/step.ts';
import type { PictureRef, Submission } from '../../domain/submission.ts';
import type { Masks, Paints, Size } from '../needs/masks.ts';
import type { DataUrl } from '../needs/pictures.ts';
import type { Records } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import { soon, type WaitNeeds } from '../show/slack-calls.ts';

export interface MaskNeeds extends WaitNeeds {
  records: Records;
  files: Pick<Files, 'read'>;
  masks: Masks;
  paints: Paints;
}

/** What is painted on: the picture of a card, by Slack's file id. @throws UserMistake `picture-not-here` */
export function pictureOf(record: Submission | undefined): string {
  const fileId = record?.picture?.fileId;
  if (fileId === undefined) throw new UserMistake('picture-not-here');
  return fileId;
}

/**
 * A mask as a person chose it, looked at as far as it can be at once: a file is read and made into a mask, so that a bad one is told under its
 * field and not by a failed card.
 *
 * @param picture Slack's file id of what is painted on
 * @throws UserMistake `mask-missing`, `mask-empty`, `mask-full`, `mask-unreadable`, `mask-too-large` (field `mask`), `picture-not-here`
 * @throws Busy, Unreachable, Misconfigured
 */
export async function checkedMask(
  needs: MaskNeeds,
  { team, user }: Person,
  source: MaskSource | undefined,
  picture: string,
): Promise<MaskSource> {
  if (source === undefined) throw new UserMistake('mask-missing', {}, 'mask');
  switch (source.kind) {
    case 'cells': {
      const cells = [...new Set(source.cells)].toSorted((a, b) => a - b);
      if (cells.length === 0) throw new UserMistake('mask-missing', {}, 'mask');
      if (cells.length >= GRID_CELLS) throw new UserMistake('mask-full', {}, 'mask');
      return { kind: 'cells', cells };
    }
    case 'painted':
      if ((await needs.paints.mask(source.id)) === undefined) throw new UserMistake('mask-missing', {}, 'mask');
      return source;
    case 'file': {
      const [{ size }, bytes] = await Promise.all([
        soon(needs, team, 'file-look', user, () => readPicture(needs, picture)),
        soon(needs, team, 'file-look', `${user}-mask`, () => maskFile(needs, source.id)),
      ]);
      await ofTheMask(async () => await needs.masks.ofFile(bytes, size));
      return source;
    }
  }
}

/**
 * The mask of a submission's answer in the gateway's form, exactly the size of the parent's picture; undefined where it has none. Its looks
 * (`maskLooks`) are paid.
 *
 * @throws UserMistake when it is no good, `picture-not-here` when the parent's picture is not in Slack
 * @throws Busy, Unreachable, Misconfigured
 */
export async function preparedMask(needs: MaskNeeds, record: Submission): Promise<DataUrl | undefined> {
  const source = record.answer?.mask;
  if (source === undefined) return undefined;
  const parent = record.order.verb === 'press' ? await needs.records.get(record.order.parent) : undefined;
  const { size } = await readPicture(needs, pictureOf(parent));
  return `data:image/png;base64,${(await bytesOf(needs, source, size)).toString('base64')}`;
}

/** What `preparedMask` looks at: the parent's picture, and the mask where that is a file. */
export function maskLooks({ answer }: Submission): Pick<PictureRef, 'kind'>[] {
  if (answer?.mask === undefined) return [];
  return answer.mask.kind === 'file' ? [{ kind: 'file' }, { kind: 'file' }] : [{ kind: 'file' }];
}

async function bytesOf(needs: MaskNeeds, source: MaskSource, size: Size): Promise<Buffer> {
  switch (source.kind) {
    case 'cells':
      return await needs.masks.ofCells(source.cells, size);
    case 'file':
      return await needs.masks.ofFile(await maskFile(needs, source.id), size);
    case 'painted': {
      const kept = await needs.paints.mask(source.id);
      if (kept === undefined) throw new UserMistake('mask-missing');
      return await needs.masks.ofPainter(kept, size);
    }
  }
}

/**
 * What is painted on: its bytes, as Slack has them, and its size.
 * @param picture Slack's file id
 * @throws UserMistake `picture-not-here` when Slack has it no more; Busy, Unreachable, Misconfigured
 */
export async function readPicture(
  { files, masks }: Pick<MaskNeeds, 'files' | 'masks'>,
  picture: string,
): Promise<{ bytes: Buffer; size: Size }> {
  try {
    const bytes = await files.read(picture);
    return { bytes, size: await masks.size(bytes) };
  } catch (error) {
    if (error instanceof Refused && error.code === 'input-unusable') throw new UserMistake('picture-not-here');
    throw error;
  }
}

async function maskFile({ files }: MaskNeeds, id: string): Promise<Buffer> {
  try {
    return await files.read(id);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'input-unusable') throw error;
    const large = error.reason === 'too-large' || error.reason === 'too-many-pixels';
    throw new UserMistake(large ? 'mask-too-large' : 'mask-unreadable', {}, 'mask');
  }
}

/** A mistake in a mask names the field that it came from. */
export async function ofTheMask<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof UserMistake) || error.field !== undefined) throw error;
    throw new UserMistake(error.code, error.params, 'mask');
  }
}
