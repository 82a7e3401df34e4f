import { type Mode, promptMode } from '../domain/prompt.ts';
import { modePrefix } from './base.ts';
import type { Learned } from './learned.ts';
import type { GatewayOptions, Log, ModeVia } from './options.ts';

/** How one submit asks for its speed. */
export interface Asking {
  /** Path prefix; undefined for the plain one. */
  prefix?: string;
  prompt?: string;
  accountFilter?: object;
}

export interface Modes {
  /** How speeds are asked for; finds out where that is left to us. */
  via(): Promise<ModeVia>;
  /** What to send for an order. `prompt` is absent for a press. */
  ask(order: { mode?: Mode | undefined; prompt?: string | undefined }): Promise<Asking>;
}

/**
 * Speed modes (gateway.md 1.2). `answers` tells whether a harmless read under a path prefix is answered as a gateway would; undefined when that
 * cannot be told now.
 */
export function createModes(
  options: Pick<GatewayOptions, 'modeVia' | 'modePath' | 'accountFilter'>,
  learned: Learned,
  log: Log | undefined,
  answers: (prefix: string) => Promise<boolean | undefined>,
): Modes {
  async function via(): Promise<ModeVia> {
    if (options.modeVia !== 'auto') return options.modeVia;
    const known = await learned.recall('mode');
    if (known === 'path' || known === 'flag') return known;
    const answered = await answers(modePrefix(options.modePath, 'fast'));
    if (answered === undefined) return 'flag';
    const found = answered ? 'path' : 'flag';
    log?.info({ mode: found }, 'how the gateway is asked for a speed');
    await learned.learn('mode', found);
    return found;
  }
  return {
    via,
    async ask(order) {
      const base: Asking = {
        ...(order.prompt === undefined ? {} : { prompt: order.prompt }),
        ...(options.accountFilter === undefined ? {} : { accountFilter: options.accountFilter }),
      };
      // The prompt's own word wins, and is then asked for in the gateway's way too: new-api may strip the flag (gateway.md 2.4).
      const named = promptMode(order.prompt ?? '');
      const mode = named ?? order.mode;
      if (mode === undefined) return base;
      switch (await via()) {
        case 'path':
          return { ...base, prefix: modePrefix(options.modePath, mode) };
        case 'filter':
          return { ...base, accountFilter: { ...options.accountFilter, modes: [mode.toUpperCase()] } };
        case 'flag':
          return order.prompt === undefined || named !== undefined
            ? base
            : { ...base, prompt: `${order.prompt} --${mode}` };
        case 'none':
          return base;
      }
    },
  };
}
