import type { Dialect, ExtraButton } from './options.ts';
import type { Button } from './tasks.ts';

/** Which array of buttons a finished task carries (gateway.md 3.5). */
export type ButtonSet =
  | { readonly of: 'nothing' }
  | { readonly of: 'grid' }
  | { readonly of: 'upscaled'; readonly square: boolean }
  | { readonly of: 'enlarged' }
  | { readonly of: 'descriptions' }
  | { readonly of: 'shortened' }
  | { readonly of: 'clips'; readonly count: number }
  | { readonly of: 'clip' };

/** The buttons for a job with that uuid. novicezk knows none. */
export function buttonsFor(set: ButtonSet, uuid: string, dialect: Dialect, extras: readonly ExtraButton[]): Button[] {
  if (dialect === 'novicezk' || set.of === 'nothing') return [];
  return [...own(set, uuid, dialect === 'trueai'), ...extras.map((extra) => extraButton(extra, uuid))];
}

function own(set: ButtonSet, uuid: string, generated: boolean): Button[] {
  const reroll = button(`MJ::JOB::reroll::0::${uuid}::SOLO`, '', '🔄');
  const vary = [
    button(`MJ::JOB::low_variation::1::${uuid}::SOLO`, 'Vary (Subtle)', '🪄'),
    button(`MJ::JOB::high_variation::1::${uuid}::SOLO`, 'Vary (Strong)', '🪄'),
    button(`MJ::Inpaint::1::${uuid}::SOLO`, 'Vary (Region)', '🖌️'),
  ];
  const zoom = [
    button(`MJ::Outpaint::50::1::${uuid}::SOLO`, 'Zoom Out 2x', '🔍'),
    button(`MJ::Outpaint::75::1::${uuid}::SOLO`, 'Zoom Out 1.5x', '🔍'),
    button(generated ? `MJ::CustomZoom::1::${uuid}` : `MJ::CustomZoom::${uuid}`, 'Custom Zoom', '🔍'),
  ];
  const pan = [
    ['left', '⬅️'],
    ['right', '➡️'],
    ['up', '⬆️'],
    ['down', '⬇️'],
  ].map(([side, arrow = '']) => button(`MJ::JOB::pan_${side}::1::${uuid}::SOLO`, '', arrow));
  const animate = [
    button(`MJ::JOB::animate_high::1::${uuid}::SOLO`, 'Animate (High motion)', '🎞️'),
    button(`MJ::JOB::animate_low::1::${uuid}::SOLO`, 'Animate (Low motion)', '🎞️'),
  ];
  const last = generated ? [reroll] : [button(`MJ::BOOKMARK::${uuid}`, '', '❤️')];
  switch (set.of) {
    case 'nothing':
      return [];
    case 'grid':
      return [
        ...numbered(4, (n) => [`MJ::JOB::upsample::${n}::${uuid}`, `U${n}`, '']),
        reroll,
        ...numbered(4, (n) => [`MJ::JOB::variation::${n}::${uuid}`, `V${n}`, '']),
      ];
    case 'upscaled':
      return [
        button(`MJ::JOB::upsample_v7_2x_subtle::1::${uuid}::SOLO`, 'Upscale (Subtle)', 'upscale_1'),
        button(`MJ::JOB::upsample_v7_2x_creative::1::${uuid}::SOLO`, 'Upscale (Creative)', 'upscale_1'),
        ...vary,
        ...zoom,
        ...(set.square ? [] : [button(`MJ::Outpaint::100::1::${uuid}::SOLO`, 'Make Square', '↔️')]),
        ...pan,
        ...animate,
        ...last,
      ];
    case 'enlarged': {
      // Discord offers the pair again after an upscale; only the labels of that pair are known for certain.
      const redo = [
        button(`MJ::JOB::upsample_v7_2x_subtle::1::${uuid}::SOLO`, 'Redo Upscale (Subtle)', 'upscale_1'),
        button(`MJ::JOB::upsample_v7_2x_creative::1::${uuid}::SOLO`, 'Redo Upscale (Creative)', 'upscale_1'),
      ];
      return [...(generated ? [] : redo), ...vary, ...zoom, ...animate, ...last];
    }
    case 'descriptions':
      return [
        ...numbered(4, (n) => [`MJ::Job::PicReader::${n}`, '', keycap(n)]),
        button('MJ::Picread::Retry', '', '🔄'),
        button('MJ::Job::PicReader::all', 'Imagine all', '🎉'),
      ];
    case 'shortened':
      return numbered(5, (n) => [`MJ::Job::PromptAnalyzer::${n}`, '', keycap(n)]);
    case 'clips':
      return [...numbered(set.count, (n) => [`MJ::JOB::video_virtual_upscale::${n}::${uuid}`, `U${n}`, '']), reroll];
    case 'clip':
      return [
        button(`MJ::JOB::animate_high_extend::1::${uuid}`, 'Extend (High motion)', '🎞️'),
        button(`MJ::JOB::animate_low_extend::1::${uuid}`, 'Extend (Low motion)', '🎞️'),
      ];
  }
}

function extraButton(extra: ExtraButton, uuid: string): Button {
  switch (extra) {
    case 'link':
      return { emoji: '', label: 'Web', style: 5, type: 2, url: `https://www.midjourney.com/jobs/${uuid}` };
    case 'emoji-object':
      return {
        customId: `MJ::JOB::variation::1::${uuid}::SOLO`,
        emoji: { id: null, name: '🪄', animated: false },
        label: 'Make Variations',
        style: 2,
        type: 2,
      };
    case 'emoji-missing':
      return { customId: `MJ::JOB::pan_left::0::${uuid}::SOLO`, label: '⬅️', style: 2, type: 2 };
    case 'unknown':
      return {
        customId: `MJ::JOB::not_yet_invented::1::${uuid}::SOLO`,
        emoji: '✨',
        label: 'New thing',
        style: 3,
        type: 2,
      };
  }
}

function button(customId: string, label: string, emoji: string): Button {
  return { customId, emoji, label, style: 2, type: 2 };
}

function numbered(count: number, entry: (n: number) => readonly [string, string, string]): Button[] {
  return Array.from({ length: count }, (_, at) => button(...entry(at + 1)));
}

/** `1` as 1️⃣. */
export function keycap(n: number): string {
  return `${n}\uFE0F\u20E3`;
}
