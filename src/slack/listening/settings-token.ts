/** What the modals of settings must remember between two deliveries, which may come to different processes: it stands in `private_metadata`. */
import { z } from 'zod';
import { fromJson } from '../json.ts';

export interface SettingsPlace {
  /** Whose settings they are. */
  of: 'person' | 'channel';
  /** The channel that they belong to; of a person's, the one in which they were opened. */
  channel?: string | undefined;
  /** Of the presets, from 0. */
  page: number;
  /** Of a preset: the view of the settings below it, and its name so far. */
  below?: string | undefined;
  was?: string | undefined;
}

const Wire = z.object({
  v: z.literal(1),
  of: z.enum(['person', 'channel']),
  channel: z.string().optional(),
  page: z.number().int().min(0),
  below: z.string().optional(),
  was: z.string().optional(),
});

export function encodeSettings(place: SettingsPlace): string {
  return JSON.stringify({ v: 1, ...place });
}

/** Whatever this version did not write are a person's own, as they were before there were others. */
export function decodeSettings(text: string): SettingsPlace {
  const { data } = Wire.safeParse(fromJson(text));
  if (data === undefined) return { of: 'person', page: 0 };
  const { v: _, ...place } = data;
  return place;
}
