export { createGateway, type GatewayClient, type Probe } from './client.ts';
export { type Character, panelAt } from './examine.ts';
export type { AuthStyle, GatewayOptions, Memory } from './options.ts';
export { createPictures, type PicturesOptions } from './pictures.ts';
export { isTurn } from './snapshot.ts';
