/** The shape of the words on the painter page. Plain text, no mrkdwn: it is a page of our own. */

/** A page or a part of one that says one thing, and what to do. */
export interface PainterNotice {
  readonly title: string;
  readonly text: string;
}

/** Words that the page fills in by itself: `{name}` stands for what it knows. */
export interface PainterLiveWords {
  /** `{percent}`: a whole number, or `underOne`. */
  readonly share: string;
  readonly underOne: string;
  /** What to make of the share: nothing yet, under 20 %, up to 50 %, above, all. */
  readonly adviceNone: string;
  readonly adviceLittle: string;
  readonly adviceGood: string;
  readonly adviceMuch: string;
  readonly adviceAll: string;
  /** `{size}` in pixels of the picture. */
  readonly size: string;
  readonly sizeSpoken: string;
  /** `{percent}` */
  readonly zoom: string;
  /** For those who work by keyboard and ear. `{x}` and `{y}` are per cent from the left and from the top. */
  readonly cursor: string;
  readonly cornerSet: string;
  /** `{count}` corners so far. */
  readonly lassoCorner: string;
  readonly shapeDropped: string;
  readonly undone: string;
  readonly redone: string;
  readonly sending: string;
  readonly selectFirst: string;
  readonly selectLess: string;
  readonly promptFirst: string;
  readonly offline: string;
  readonly pictureFailed: string;
}

export interface PainterMessages {
  /** Of the page's own language (`en`). */
  readonly lang: string;
  /** Names the page in its tab. `button` is what was pressed. */
  title(button: string): string;
  readonly heading: string;
  readonly lead: string;
  readonly noScript: string;
  readonly loading: string;
  /** On the picture until something is painted. */
  readonly hint: string;
  /** Said of the picture, to those who cannot see it. */
  readonly picture: string;
  readonly stage: string;
  readonly stageHelp: string;
  readonly tools: Readonly<Record<'name' | 'brush' | 'rectangle' | 'lasso' | 'eraser' | 'move' | 'size', string>>;
  readonly edits: Readonly<Record<'name' | 'undo' | 'redo' | 'invert' | 'clear', string>>;
  readonly zoom: Readonly<Record<'name' | 'in' | 'out' | 'fit', string>>;
  readonly selected: string;
  readonly prompt: string;
  readonly promptHint: string;
  readonly redraw: string;
  readonly useMask: string;
  /** What the two buttons do; the second is not always there. */
  readonly redrawHint: string;
  readonly useMaskHint: string;
  readonly help: {
    readonly open: string;
    readonly title: string;
    readonly close: string;
    /** Keys, and what they do. */
    readonly keys: readonly (readonly [keys: string, does: string])[];
  };
  readonly live: PainterLiveWords;
  /** In the place of the page, once a mask was taken. */
  readonly taken: Readonly<Record<'redraw' | 'return', PainterNotice>>;
  /** In the place of the page, where there is nothing to paint. */
  readonly notices: Readonly<Record<'unknown' | 'over' | 'used' | 'later' | 'broken' | 'refused', PainterNotice>>;
  /** The same where there is room for one line only. */
  inOneLine(notice: PainterNotice): string;
  /** Beside the buttons. */
  readonly refusals: Readonly<Record<'closed' | 'tooLarge' | 'later' | 'broken' | 'unreadable' | 'elsewhere', string>>;
  /** Stands for a mention of a person, whose name the page does not know. */
  readonly somebody: string;
}
