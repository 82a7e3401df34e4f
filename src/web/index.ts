export { adminRoute } from './admin/route.ts';
export { type CallbackOptions, callbackAddress, callbackRoute } from './callback.ts';
export { type Checks, healthRoutes } from './health.ts';
export { metricsRoute } from './metrics.ts';
export { paintAddress, paintRoute, previewAddress } from './paint/route.ts';
export type { Painted, Painter, PaintPage } from './painter.ts';
export { createWeb, type Web } from './server.ts';
export { SLACK_EVENTS_PATH, slackRoute } from './slack.ts';
export { signToken } from './tokens.ts';
