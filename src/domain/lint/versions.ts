/** The versions of which we know what each takes. Sources: docs.midjourney.com, Version, Parameter List and Legacy Features, as of 2026-10. */
export const VERSIONS = [
  '4',
  '5',
  '5.1',
  '5.2',
  '6',
  '6.1',
  '7',
  '8.1',
  '8.2',
  'niji4',
  'niji5',
  'niji6',
  'niji7',
] as const;
export type Version = (typeof VERSIONS)[number];

/**
 * Where the prompt names none, the gateway's account decides, and gateways lag behind: any that was the default in the last year. What is
 * said of an unnamed version must hold for all of them.
 */
const USUAL: readonly Version[] = ['7', '8.1', '8.2'];
const USUAL_NIJI: readonly Version[] = ['niji6', 'niji7'];

/** Which version a prompt is drawn with, as far as that can be told. */
export interface Model {
  /** Whatever is said of the version must hold for each of these; empty for one that this table does not know. */
  readonly candidates: readonly Version[];
  /** As it was asked for: `7`, `niji 6`; empty where the prompt leaves it open. */
  readonly asked: string;
}

/**
 * @param version what stands behind `--v`, where it was named
 * @param niji what stands behind `--niji`, empty for its current version, where it was named
 * @param bot the bot that is asked
 */
export function modelOf(version: string | undefined, niji: string | undefined, bot: 'midjourney' | 'niji'): Model {
  if (niji !== undefined && niji !== '') return { candidates: known(`niji${niji}`), asked: `niji ${niji}` };
  if (niji !== undefined) return { candidates: USUAL_NIJI, asked: 'niji' };
  if (version !== undefined) return { candidates: known(version.replace(/\.0$/, '')), asked: version };
  return { candidates: bot === 'niji' ? USUAL_NIJI : USUAL, asked: '' };
}

function known(name: string): readonly Version[] {
  return VERSIONS.filter((one) => one === name);
}
