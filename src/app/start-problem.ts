/** Why the bot cannot start, with the correction; the form of a configuration problem. */
export class StartProblem extends Error {
  override name = 'StartProblem' as const;
  readonly exitCode: number;
  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
