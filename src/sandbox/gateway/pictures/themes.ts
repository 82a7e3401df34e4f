/** What a scene is made of; colours are `[hue, saturation %, lightness %]` so that pictures of one grid can shift in hue. */
export type Colour = readonly [number, number, number];

/** One kind of landscape. A new one needs an entry in `THEMES` and nothing else. */
export interface Theme {
  /** Prompt words that ask for it. */
  readonly words: RegExp;
  /** Sky from top to horizon. */
  readonly sky: readonly [Colour, Colour, Colour];
  readonly sun: Colour;
  /** Colours of the farthest and the nearest ridge. */
  readonly far: Colour;
  readonly near: Colour;
  /** Height of the waves of the ridges; dunes are low, mountains high. */
  readonly relief: number;
  readonly features: readonly Feature[];
}

export type Feature = 'birds' | 'city' | 'snow' | 'stars' | 'trees' | 'water';

export const THEMES: readonly Theme[] = [
  {
    words: /\b(snow|snowy|winter|ice|arctic|frozen|christmas)\b/i,
    sky: [
      [214, 44, 38],
      [208, 46, 66],
      [24, 60, 86],
    ],
    sun: [34, 92, 88],
    far: [212, 34, 70],
    near: [210, 45, 95],
    relief: 0.1,
    features: ['trees', 'snow'],
  },
  {
    words: /\b(city|street|tokyo|neon|cyberpunk|skyline|tower|house|car|robot)\b/i,
    sky: [
      [246, 52, 13],
      [282, 48, 30],
      [330, 72, 58],
    ],
    sun: [340, 90, 76],
    far: [258, 42, 28],
    near: [244, 50, 9],
    relief: 0.03,
    features: ['stars', 'city', 'water'],
  },
  {
    words: /\b(night|moon|star|stars|galaxy|space|planet|owl|dream)\b/i,
    sky: [
      [230, 56, 9],
      [228, 52, 22],
      [206, 46, 44],
    ],
    sun: [50, 72, 92],
    far: [222, 38, 30],
    near: [226, 52, 9],
    relief: 0.11,
    features: ['stars', 'trees'],
  },
  {
    words: /\b(sea|ocean|beach|island|boat|ship|water|lake|river|fish|whale)\b/i,
    sky: [
      [204, 66, 46],
      [196, 62, 70],
      [38, 84, 84],
    ],
    sun: [44, 96, 90],
    far: [200, 34, 58],
    near: [196, 52, 26],
    relief: 0.07,
    features: ['water', 'birds'],
  },
  {
    words: /\b(desert|dune|sand|pyramid|camel|mars|canyon)\b/i,
    sky: [
      [200, 46, 60],
      [32, 72, 76],
      [22, 84, 76],
    ],
    sun: [42, 100, 88],
    far: [24, 58, 66],
    near: [18, 62, 34],
    relief: 0.07,
    features: ['birds'],
  },
  {
    words: /\b(forest|tree|trees|wood|woods|jungle|garden|bear|deer|wolf)\b/i,
    sky: [
      [172, 34, 46],
      [152, 36, 70],
      [54, 66, 86],
    ],
    sun: [54, 92, 90],
    far: [156, 26, 60],
    near: [156, 44, 15],
    relief: 0.09,
    features: ['trees', 'birds'],
  },
  {
    words: /\b(sunset|sunrise|fire|autumn|orange|dragon|volcano|evening)\b/i,
    sky: [
      [262, 42, 28],
      [346, 62, 54],
      [30, 94, 68],
    ],
    sun: [46, 100, 82],
    far: [338, 42, 48],
    near: [270, 42, 14],
    relief: 0.12,
    features: ['birds', 'trees'],
  },
  {
    words: /\b(flower|flowers|meadow|field|spring|hill|hills|cat|dog|rabbit|horse)\b/i,
    sky: [
      [206, 66, 56],
      [200, 68, 78],
      [48, 76, 90],
    ],
    sun: [52, 100, 92],
    far: [140, 32, 66],
    near: [110, 44, 32],
    relief: 0.07,
    features: ['trees', 'birds'],
  },
];

/** Coat of an animal that the prompt names, or null. */
export function animalIn(prompt: string): Colour | null {
  if (/\bfox(es)?\b/i.test(prompt)) return [17, 88, 50];
  if (/\b(cats?|kittens?|dogs?|wol(f|ves)|puppy)\b/i.test(prompt))
    return /\bblack\b/i.test(prompt) ? [240, 16, 11] : [28, 34, 36];
  return null;
}
