/** `GET /metrics`, for Prometheus. Figures about the bot, none about people: no id stands in a label. */
import { Router } from 'express';

export interface MetricsOptions {
  /** Everything there is, in the format of `type`; bounds its own time. */
  readonly text: () => Promise<string>;
  /** The `Content-Type`. */
  readonly type: string;
}

export function metricsRoute({ text, type }: MetricsOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  /** Those who scrape while a look is under way share it: asking often costs Redis nothing. */
  let underWay: Promise<string> | undefined;
  router.get('/metrics', async (_request, response) => {
    underWay ??= text().finally(() => {
      underWay = undefined;
    });
    response.set('Content-Type', type).send(await underWay);
  });
  return router;
}
