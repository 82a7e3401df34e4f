import { Busy, Misconfigured } from '../../../domain/errors.ts';
import type { Character, Probe } from '../../../gateway/index.ts';
import type { Config } from '../../config.ts';
import { type Finding, findingsOn } from '../finding.ts';
import type { GatewaySeen } from '../look/gateway.ts';
import { explainNetwork, networkTrouble } from '../network.ts';

const { well, remark, problem } = findingsOn('gateway');

type Settings = Config['gateway'];
type Works = Extract<GatewaySeen, { kind: 'works' }>;
type Fails = Extract<GatewaySeen, { kind: 'fails' }>;

const DIALECTS: Readonly<Record<NonNullable<Character['dialect']>, string>> = {
  novicezk: 'novicezk/midjourney-proxy',
  plus: 'midjourney-proxy-plus',
  trueai: 'trueai-org/midjourney-proxy',
  'new-api': 'new-api',
};

const AUTH: Readonly<Record<Probe['auth'], string>> = {
  bearer: 'as Authorization: Bearer',
  secret: 'in the header mj-api-secret',
  raw: 'bare, as Authorization',
  both: 'in Authorization and in mj-api-secret',
  none: 'none is asked for',
};

const MODES: Readonly<Record<Probe['mode'], string>> = {
  path: 'by the path',
  filter: 'by accountFilter',
  flag: 'by a flag in the prompt',
  none: 'not at all',
};

/** What was found at the gateway, as findings. */
export function judgeGateway(seen: GatewaySeen, settings: Settings): Finding[] {
  return seen.kind === 'works' ? judgeWorking(seen, settings) : [judgeFailure(seen, settings)];
}

function judgeWorking(seen: Works, settings: Settings): Finding[] {
  const { probe, character, ms } = seen;
  const dialect = character?.dialect;
  const like = dialect === undefined ? 'in a dialect of its own, which is no trouble' : `as ${DIALECTS[dialect]} does`;
  return [
    well(`A gateway answers at ${settings.baseUrl} in ${ms} ms, ${like}`, abilitiesOf(seen, settings)),
    settings.key !== undefined || probe.auth !== 'none'
      ? well(`It accepts the key (${AUTH[probe.auth]})`)
      : well('It asks for no key'),
    ...judgeAccounts(character?.accounts),
    ...(seen.modePathWorks ? [] : [judgeModePath(settings)]),
  ];
}

function abilitiesOf({ probe, character }: Works, { notify }: Settings): string[] {
  return [
    `reads many tasks at once: ${probe.list ? 'yes' : 'no, so each is read by itself, and ends are noticed later'}`,
    `lists its latest tasks: ${probe.latest ? 'yes' : `no, so a submit whose answer was lost is found ${notify ? 'by callbacks' : 'only where it calls back (PUBLIC_URL)'}`}`,
    `tells seeds: ${character?.seeds === false ? 'no' : 'yes'}`,
    `is asked for a speed ${MODES[probe.mode]}`,
    ...(character?.dialect === 'novicezk' ? ['has no buttons but U, V and 🔄, and nothing that asks for more'] : []),
  ];
}

function judgeAccounts(accounts: Character['accounts']): Finding[] {
  if (accounts === undefined) return [];
  const { all, enabled } = accounts;
  if (all === 0) return [problem('It has no account to draw with', 'add a Midjourney account at the gateway')];
  if (enabled === 0)
    return [
      problem(
        `None of its ${all} accounts is enabled`,
        'look at the gateway why it switched them off (an ended subscription, a changed password, a captcha), and enable one',
      ),
    ];
  if (enabled < all)
    return [
      remark(`${enabled} of its ${all} accounts are enabled`, 'look at the gateway why it switched the others off'),
    ];
  return [well(`${all === 1 ? 'Its account is' : `All of its ${all} accounts are`} enabled`)];
}

function judgeModePath({ modePath, defaultMode }: Settings): Finding {
  const what = `MJ_MODE_VIA: it is path, and the gateway does not answer under ${modePath.replace('{mode}', 'fast')}`;
  const todo = 'leave MJ_MODE_VIA out, or set MJ_MODE_PATH to the path that the gateway documents';
  return defaultMode === undefined ? remark(`${what}; who asks for a speed is refused`, todo) : problem(what, todo);
}

function judgeFailure(seen: Fails, settings: Settings): Finding {
  const { error, elsewhere, panel } = seen;
  const { baseUrl } = settings;
  if (elsewhere !== undefined)
    return problem(
      `MJ_BASE_URL: no gateway answers at ${baseUrl}, but one does at ${elsewhere}`,
      `set MJ_BASE_URL to ${elsewhere}`,
    );
  if (panel !== undefined)
    return problem(
      `MJ_BASE_URL: at ${baseUrl} is the panel “${panel}”, of the One API family, and no midjourney-proxy`,
      'set MJ_BASE_URL to the midjourney-proxy itself, or to a panel that relays it, such as new-api with a Midjourney channel',
    );
  const trouble = networkTrouble(error);
  if (trouble !== undefined) {
    const schemes = { tls: 'https://', plain: 'http://' };
    return problem(...explainNetwork({ variable: 'MJ_BASE_URL', at: new URL(baseUrl).host, schemes }, trouble));
  }
  if (error instanceof Busy)
    return problem(
      `The gateway asks to wait: ${error.reason}`,
      'run this again in a minute; if it stays, ask who runs the gateway',
    );
  if (error instanceof Misconfigured) return judgeMisconfigured(error, seen, settings);
  return problem(
    `The gateway is in trouble: ${error instanceof Error ? error.message : String(error)}`,
    'look at its own log, or ask who runs it; then run this again',
  );
}

function judgeMisconfigured(error: Misconfigured, { otherAuth }: Fails, { baseUrl, key, auth }: Settings): Finding {
  if (error.code !== 'key-refused')
    return problem(
      `MJ_BASE_URL: what answers at ${baseUrl} is no midjourney-proxy (${error.reason})`,
      'set MJ_BASE_URL to the address before /mj/submit/imagine in the documents of your gateway',
    );
  if (otherAuth !== undefined)
    return problem(
      `MJ_AUTH: it is ${auth}, and the gateway wants the key otherwise (${AUTH[otherAuth]})`,
      `leave MJ_AUTH out, or set it to ${otherAuth}`,
    );
  const words = error.reason.startsWith('HTTP') ? error.reason : `it says: ${error.reason}`;
  return key === undefined
    ? problem(
        `MJ_API_KEY: the gateway asks for a key, and none is set (${words})`,
        'set MJ_API_KEY to the key of your gateway',
      )
    : problem(
        `MJ_API_KEY: the gateway refuses the key in every form (${words})`,
        'copy the key again from your gateway; a token of new-api must not be limited to a list of models, which refuses readings',
      );
}
