import type { JsonObject } from './types.ts';

/** An answer `{ok: false, error: code}` of the Web API. */
export class ApiError extends Error {
  readonly code: string;
  readonly extra: JsonObject;
  /** Seconds, with status 429. */
  readonly retryAfterS: number | undefined;

  constructor(code: string, extra: JsonObject = {}, retryAfterS?: number) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.extra = extra;
    this.retryAfterS = retryAfterS;
  }

  /** An error whose reasons are listed in `response_metadata.messages`, as Block Kit's are. */
  static withMessages(code: string, messages: string[]): ApiError {
    return new ApiError(code, { response_metadata: { messages } });
  }

  get body(): JsonObject {
    return { ok: false, error: this.code, ...this.extra };
  }
}
