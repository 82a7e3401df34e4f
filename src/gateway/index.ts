export { createGateway, type GatewayClient } from './client.ts';
export type { GatewayOptions, Memory } from './options.ts';
export { createPictures, type PicturesOptions } from './pictures.ts';
export { isTurn } from './snapshot.ts';
