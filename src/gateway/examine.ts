import { Agent } from 'undici';
import { type Heard, hear } from './body.ts';
import { lacksRoute } from './question.ts';
import { Accounts, Panel } from './schema.ts';
import { exchange } from './transport.ts';
import { NOBODY, type Wire } from './wire.ts';

/** Which implementation answers like this; undefined for one that is none of those of README.md. */
export type Dialect = 'novicezk' | 'plus' | 'trueai' | 'new-api';

/** What further harmless reads tell, for the doctor. */
export interface Character {
  readonly dialect: Dialect | undefined;
  /** Whether a seed can be asked for. */
  readonly seeds: boolean;
  /** The accounts with which it draws; undefined where it does not tell. */
  readonly accounts: { readonly all: number; readonly enabled: number } | undefined;
}

/**
 * Tells gateways apart by how they speak of a task that nobody has (README.md, Dialects). Nothing depends on it: it is what an operator reads.
 * @throws Unreachable
 */
export async function characterOf(wire: Wire): Promise<Character> {
  const [unknown, seed, accounts] = await Promise.all([
    wire.ask({ method: 'GET', route: NOBODY }),
    wire.ask({ method: 'GET', route: '/task/0/image-seed' }),
    wire.ask({ method: 'GET', route: '/account/list' }),
  ]);
  const seeds = !lacksRoute(seed);
  return { dialect: dialectOf(unknown, seeds), seeds, accounts: accountsIn(accounts) };
}

function dialectOf({ status, body, said }: Heard, seeds: boolean): Dialect | undefined {
  if (status === 204) return 'trueai';
  if (status === 200 && body.kind === 'empty') return seeds ? 'plus' : 'novicezk';
  return status === 400 && said.code === 4 ? 'new-api' : undefined;
}

/** novicezk and plus tell of their accounts with everything about them (gateway.md 1.1); only whether they are enabled is read. */
function accountsIn({ status, body }: Heard): Character['accounts'] {
  const { data } = Accounts.safeParse(status < 300 && body.kind === 'json' ? body.value : undefined);
  return data && { all: data.length, enabled: data.filter(({ enable }) => enable).length };
}

/**
 * The name of a One API panel, or of one of its descendants such as new-api, at the origin of an address. It is asked without the key.
 *
 * @param baseUrl an absolute address, whatever its path
 * @returns undefined where there is none, or nothing answers
 */
export async function panelAt(baseUrl: string, waitMs: number): Promise<string | undefined> {
  const agent = new Agent({ connect: { timeout: waitMs } });
  const url = `${new URL(baseUrl).origin}/api/status`;
  const reply = await exchange(agent, { method: 'GET', url, headers: {}, waitMs }).catch(() => undefined);
  await agent.close();
  if (reply === undefined) return undefined;
  const { status, body } = hear(reply, 0);
  return Panel.safeParse(status < 300 && body.kind === 'json' ? body.value : undefined).data?.data.system_name;
}
