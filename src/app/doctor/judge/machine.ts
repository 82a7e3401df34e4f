import type { Config } from '../../config.ts';
import { type Finding, findingsOn } from '../finding.ts';
import type { DirectorySeen, ListenerSeen, PublicSeen } from '../look/machine.ts';

const { well, remark, problem } = findingsOn('machine');

/** As `engines` in package.json says. */
const OLDEST_NODE = [20, 19] as const;

export function judgeNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldest, least] = OLDEST_NODE;
  return major > oldest || (major === oldest && minor >= least)
    ? well(`Node is ${version}`)
    : problem(
        `Node is ${version}, and the bot needs ${oldest}.${least} or newer`,
        'install one: https://nodejs.org/en/download',
      );
}

export function judgeListener({ code, by }: ListenerSeen, { host, port }: Config['http']): Finding {
  const at = `${host}:${port}`;
  switch (code) {
    case undefined:
      return well(port === 0 ? 'PORT is 0: any free port is taken' : `${at} is free to listen on`);
    case 'EADDRINUSE':
      return by === 'a-bot'
        ? well(`A bot runs here already, and listens on ${at}`)
        : problem(
            `PORT: another program listens on ${at}`,
            `set PORT to a free one, or find and stop that program: lsof -i :${port}`,
          );
    case 'EACCES':
      return problem(`PORT: ${port} is for programs of the system alone`, 'set PORT to one above 1023, such as 3000');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return problem(
        `HOST: ${host} is no address of this machine`,
        'set HOST to 0.0.0.0, or to 127.0.0.1 behind a proxy of this machine',
      );
    default:
      return problem(
        `PORT: ${at} cannot be listened on (${code})`,
        'set HOST and PORT to an address of this machine that is free',
      );
  }
}

/** @param isRunning whether a bot was seen to listen at the same HOST and PORT */
export function judgeDirectory(
  { noProgram, code, holder }: DirectorySeen,
  directory: string,
  isRunning: boolean,
): Finding[] {
  const unusable =
    code === undefined
      ? []
      : [
          problem(
            `DATA_DIR: ${directory} cannot be written to (${code})`,
            'make it a folder that this user may write to, or set DATA_DIR to another',
          ),
        ];
  if (noProgram !== undefined) return [splitAtCorrection(noProgram), ...unusable];
  if (unusable.length > 0) return unusable;
  if (holder !== undefined && !isRunning)
    return [
      problem(
        `DATA_DIR: ${directory} is in use by another bot (${holder})`,
        'stop that one, give this one another DATA_DIR, or let both share a Redis with REDIS_URL',
      ),
    ];
  return [well(`REDIS_URL is not set, so the bot keeps a Redis of its own in ${directory}`)];
}

/** A sentence in the form of a configuration problem: what is wrong, a semicolon, the correction. */
export function splitAtCorrection(sentence: string, make = problem): Finding {
  const at = sentence.indexOf('; ');
  return at === -1
    ? make(sentence, 'correct it in the environment')
    : make(sentence.slice(0, at), sentence.slice(at + 2));
}

export function judgePublicAddress(seen: PublicSeen, publicUrl: string): Finding[] {
  const { protocol, hostname } = new URL(publicUrl);
  if (!seen.resolves)
    return [
      problem(
        `PUBLIC_URL: there is no host ${hostname}`,
        'correct the name, or leave PUBLIC_URL out: then there are no painter links and no callbacks',
      ),
    ];
  if (seen.range === 'loopback' || seen.range === 'unspecified')
    return [
      problem(
        `PUBLIC_URL: ${hostname} is this machine itself, which nobody else can reach by that name`,
        'set PUBLIC_URL to the address by which people and the gateway reach the bot, or leave it out',
      ),
    ];
  return [
    seen.answering === 'a-bot'
      ? well(`A bot answers at ${publicUrl}`)
      : well(`PUBLIC_URL leads to an address; whether it leads to the bot shows once that runs`),
    ...(seen.answering === 'something-else'
      ? [
          remark(
            `PUBLIC_URL: something else answers at ${publicUrl}/healthz`,
            'let whatever stands in front of the bot pass requests on to its HOST and PORT, paths unchanged',
          ),
        ]
      : []),
    ...(seen.range === 'unicast'
      ? []
      : [
          remark(
            `PUBLIC_URL: ${hostname} is an address inside a network`,
            'make sure that the gateway and the people who paint are inside it too; pictures behind it are not shown by Slack',
          ),
        ]),
    ...(protocol === 'https:'
      ? []
      : [
          remark(
            'PUBLIC_URL: it begins with http://, so links to the painter travel in the open',
            'put the bot behind TLS and let PUBLIC_URL begin with https://',
          ),
        ]),
  ];
}
