import { OF_FILMS } from '../facts.ts';
import { type Case, type Check, type Edit, type Finding, flagOf, isAddress, without } from '../finding.ts';
import { lastOf } from '../read.ts';

/** What does not go with what the prompt is for. */
export const purposes: Check = (one) => {
  switch (one.purpose) {
    case 'imagine':
      return [...films(one), ...otherBot(one)];
    case 'remix':
    case 'edit':
      return onlyImagine(one);
    case 'video':
      return [...pictures(one), ...onlyImagine(one)];
    case 'shorten':
      return shorten(one);
  }
};

/** Parameters of films on a picture. */
function films({ prompt }: Case): Finding[] {
  if (lastOf(prompt, 'video') !== undefined) return [];
  return prompt.parameters
    .filter(({ fact }) => fact?.film === true)
    .map((one) => ({ rule: 'only-films', params: { flag: flagOf(one) }, certain: false, fix: [without(prompt, one)] }));
}

/** Parameters of pictures on a film. */
function pictures({ prompt }: Case): Finding[] {
  return prompt.parameters
    .filter(({ fact }) => fact !== undefined && !OF_FILMS.has(fact.name) && fact.name !== 'repeat')
    .map((one) => ({
      rule: 'not-for-films',
      params: { flag: flagOf(one) },
      certain: false,
      fix: [without(prompt, one)],
    }));
}

/** The niji bot is asked, and a version of the other one is named. */
function otherBot({ prompt, bot }: Case): Finding[] {
  const version = lastOf(prompt, 'version');
  if (bot !== 'niji' || version === undefined || lastOf(prompt, 'niji') !== undefined) return [];
  return [{ rule: 'other-bot', params: { flag: flagOf(version) }, certain: false, fix: [without(prompt, version)] }];
}

/** Several pictures of one prompt are made of an imagine alone. */
function onlyImagine({ prompt }: Case): Finding[] {
  const repeat = prompt.parameters.filter(({ fact }) => fact?.name === 'repeat');
  const what = repeat.at(-1);
  if (what === undefined) return [];
  const fix = repeat.map((one) => without(prompt, one));
  return [{ rule: 'only-imagine', params: { what: flagOf(what) }, certain: false, fix }];
}

/** Midjourney's shorten refuses `--no` and weights, in every version. Source: docs.midjourney.com, Shorten. */
function shorten({ prompt }: Case): Finding[] {
  const no = prompt.parameters.filter(({ fact }) => fact?.name === 'no');
  const weighted = prompt.text.filter((word) => !isAddress(word) && word.text.includes('::'));
  return [
    ...no.map(
      (one): Finding => ({
        rule: 'shorten-refuses',
        params: { what: flagOf(one) },
        certain: true,
        fix: [without(prompt, one)],
      }),
    ),
    ...(weighted.length === 0
      ? []
      : [
          {
            rule: 'shorten-refuses',
            params: { what: '::' },
            certain: true,
            fix: weighted.flatMap(({ text, start }) => unweighed(text, start)),
          } satisfies Finding,
        ]),
  ];
}

function unweighed(word: string, start: number): Edit[] {
  return [...word.matchAll(/::(?:-?\d+(?:\.\d+)?)?/gu)].map(({ 0: sign, index }) => {
    const from = start + index;
    const isLast = index + sign.length === word.length;
    return { start: from, end: from + sign.length, text: isLast ? '' : ' ' };
  });
}
