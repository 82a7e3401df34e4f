/** What was looked at. */
export type Area = 'configuration' | 'Slack' | 'gateway' | 'Redis' | 'machine';

/** One thing that was found. Whatever is not well says what to do about it, or it does not compile. */
export type Finding = {
  readonly area: Area;
  /** A sentence without its full stop. */
  readonly what: string;
  /** More of it, a line each. */
  readonly details?: readonly string[];
} & (
  | { readonly state: 'well' }
  /** `remark`: the bot works, and something is worth a look; `problem`: it would not. */
  | { readonly state: 'remark' | 'problem'; readonly todo: string }
);

/** Makes findings of one area. */
export function findingsOn(area: Area) {
  return {
    well: (what: string, details: readonly string[] = []): Finding => ({ area, state: 'well', what, details }),
    remark: (what: string, todo: string, details: readonly string[] = []): Finding => ({
      area,
      state: 'remark',
      what,
      todo,
      details,
    }),
    problem: (what: string, todo: string, details: readonly string[] = []): Finding => ({
      area,
      state: 'problem',
      what,
      todo,
      details,
    }),
  };
}

/** Whether the bot would work. */
export function works(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'problem');
}
