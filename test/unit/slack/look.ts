import type { Button, KnownBlock } from '@slack/types';
import type { Load } from '../../../src/domain/load.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { type CardView, cardView } from '../../../src/slack/views/card.ts';

export function card(record: Submission, around: { teamUrl?: string; load?: Load } = {}): CardView {
  return cardView(record, english, around);
}

/** Everything that is written on a card, in order, entities undone. */
export function writing({ blocks }: CardView): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        if (key === 'text' && typeof inner === 'string') texts.push(inner);
        else walk(inner);
  };
  walk(blocks);
  return texts.join('\n').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** The buttons of each row. */
export function rows({ blocks }: CardView): Button[][] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? [block.elements.filter((element) => element.type === 'button')] : [],
  );
}

export function labels(view: CardView): string[][] {
  return rows(view).map((row) => row.map((button) => button.text.text));
}

export function menuEntries({ blocks }: CardView): string[] {
  return blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'overflow'
      ? block.accessory.options.map((option) => option.text.text)
      : [],
  );
}

export function ofType<T extends KnownBlock['type']>(
  { blocks }: CardView,
  type: T,
): Extract<KnownBlock, { type: T }>[] {
  return blocks.filter((block): block is Extract<KnownBlock, { type: T }> => block.type === type);
}
