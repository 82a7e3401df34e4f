/**
 * What a customId asks for, read by its parts (gateway.md 3.4). `asks`: `always` opens a dialog, `remix` only with
 * Remix on, `never` runs at once.
 */
export interface PressKind {
  readonly name:
    | 'upscale'
    | 'enlarge'
    | 'variation'
    | 'reroll'
    | 'inpaint'
    | 'zoom-out'
    | 'square'
    | 'custom-zoom'
    | 'pan'
    | 'animate'
    | 'extend'
    | 'video-upscale'
    | 'pick-description'
    | 'pick-all'
    | 'describe-again'
    | 'pick-shortened'
    | 'bookmark';
  readonly asks: 'always' | 'remix' | 'never';
  /** The `action` of the child task, in plus's words. */
  readonly action: string;
  /** 1-4 (1-5 of a shorten), 1 where the customId names none. */
  readonly index: number;
  /** Zoom factor, how strong the variation is, or 0. */
  readonly amount: number;
  readonly side: 'left' | 'right' | 'up' | 'down';
}

const PATTERNS: readonly [RegExp, Pick<PressKind, 'name' | 'asks' | 'action'> & { readonly amount?: number }][] = [
  [/^MJ::JOB::upsample::([1-4])::/, { name: 'upscale', asks: 'never', action: 'UPSCALE' }],
  [/^MJ::JOB::upsample_\w+::(\d)::/, { name: 'enlarge', asks: 'never', action: 'UPSCALE' }],
  [/^MJ::JOB::variation::([1-4])::/, { name: 'variation', asks: 'remix', action: 'VARIATION', amount: 0.5 }],
  [/^MJ::JOB::low_variation::(\d)::/, { name: 'variation', asks: 'remix', action: 'VARIATION', amount: 0.25 }],
  [/^MJ::JOB::high_variation::(\d)::/, { name: 'variation', asks: 'remix', action: 'VARIATION', amount: 1 }],
  [/^MJ::JOB::reroll::(\d)::/, { name: 'reroll', asks: 'remix', action: 'REROLL' }],
  [/^MJ::Inpaint::(\d)::/, { name: 'inpaint', asks: 'always', action: 'VARIATION', amount: 0.4 }],
  [/^MJ::Outpaint::50::(\d)::/, { name: 'zoom-out', asks: 'never', action: 'ZOOM', amount: 2 }],
  [/^MJ::Outpaint::75::(\d)::/, { name: 'zoom-out', asks: 'never', action: 'ZOOM', amount: 1.5 }],
  [/^MJ::Outpaint::100::(\d)::/, { name: 'square', asks: 'never', action: 'ZOOM' }],
  [/^MJ::CustomZoom::/, { name: 'custom-zoom', asks: 'always', action: 'ZOOM' }],
  [/^MJ::JOB::pan_(?:left|right|up|down)::(\d)::/, { name: 'pan', asks: 'remix', action: 'PAN' }],
  [/^MJ::JOB::animate_(?:high|low)::(\d)::/, { name: 'animate', asks: 'never', action: 'VIDEO' }],
  [/^MJ::JOB::animate_(?:high|low)_extend::(\d)::/, { name: 'extend', asks: 'remix', action: 'VIDEO' }],
  [/^MJ::JOB::video_virtual_upscale::([1-4])::/, { name: 'video-upscale', asks: 'never', action: 'VIDEO' }],
  [/^MJ::Job::PicReader::([1-4])$/, { name: 'pick-description', asks: 'always', action: 'IMAGINE' }],
  [/^MJ::Job::PicReader::all$/, { name: 'pick-all', asks: 'never', action: 'IMAGINE' }],
  [/^MJ::Picread::Retry$/, { name: 'describe-again', asks: 'never', action: 'DESCRIBE' }],
  [/^MJ::Job::PromptAnalyzer::([1-5])$/, { name: 'pick-shortened', asks: 'always', action: 'IMAGINE' }],
  [/^MJ::BOOKMARK::/, { name: 'bookmark', asks: 'never', action: 'BOOKMARK' }],
];

/** Null for a customId that no implementation knows. */
export function pressKind(customId: string): PressKind | null {
  for (const [pattern, kind] of PATTERNS) {
    const found = pattern.exec(customId);
    if (found === null) continue;
    const side = /_(left|right|up|down)::/.exec(customId)?.[1];
    return {
      name: kind.name,
      asks: kind.asks,
      action: kind.action,
      index: Number(found[1] ?? 1) || 1,
      amount: kind.amount ?? 0,
      side: side === 'left' || side === 'up' || side === 'down' ? side : 'right',
    };
  }
  return null;
}
