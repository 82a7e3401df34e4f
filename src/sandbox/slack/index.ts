export { manualClock } from './clock.ts';
export { demoWorkspace } from './demo-workspace.ts';
export { startSlack } from './stand-in.ts';
export type * from './types.ts';
