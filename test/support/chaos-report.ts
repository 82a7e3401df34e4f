import { type Figures, RECOVERY_MS } from './chaos-run.ts';

/** A run with so many kills strikes every mark. */
const ALL_MARKS_KILLS = 500;

/**
 * What a run was to show and did not, whatever its books say.
 * @param kills as many as were asked for
 */
export function shortfalls({ kills: done, strikes, recoveryMs }: Figures, kills: number | undefined): string[] {
  const never = Object.entries(strikes).flatMap(([mark, times]) => (times === 0 ? [mark] : []));
  return [
    ...(recoveryMs.most > RECOVERY_MS ? [`a kill was recovered from after ${recoveryMs.most} ms`] : []),
    ...(kills !== undefined && done < kills ? [`${done} kills of ${kills}`] : []),
    ...(done > 0 && recoveryMs.count === 0 ? ['no recovery was measured'] : []),
    ...(kills !== undefined && kills >= ALL_MARKS_KILLS && never.length > 0 ? [`no kill at ${never.join(', ')}`] : []),
  ];
}

/** The figures of a run as a person reads them. */
export function table(figures: Figures): string {
  const {
    seed,
    rounds,
    kills,
    deeds,
    submissions,
    orders,
    answers,
    ends,
    lost,
    doubled,
    reds,
    recoveryMs,
    tookMs,
    faults,
    strikes,
  } = figures;
  const minutes = tookMs / 60_000;
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['rounds', rounds],
    ['minutes', minutes.toFixed(1)],
    ['kills', `${kills} (${(kills / minutes).toFixed(1)} a minute)`],
    ['recovery after a kill', `median ${recoveryMs.median} ms, most ${recoveryMs.most} ms, of ${recoveryMs.count}`],
    ['deeds of people', ''],
    ...byName(deeds).map(([kind, { done, tried }]): [string, string] => [`  ${kind}`, `${done} of ${tried}`]),
    ['submissions', submissions],
    ['orders that the gateway took', orders],
    ['questions of it that were answered', answers],
    ...byName(ends).map(([kind, n]): [string, number] => [`  ended: ${kind}`, n]),
    ['kills at marks', ''],
    ...Object.entries(strikes).map(([mark, n]): [string, number] => [`  ${mark}`, n]),
    ['lost', lost],
    ['doubled', doubled],
    ['faults that took effect', ''],
    ...byName(faults).map(([kind, n]): [string, number] => [`  ${kind}`, n]),
  ];
  const wide = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(wide)}  ${value}`);
  const red = reds.map(({ round, what, say }) => `RED in round ${round} (${what}): ${say}`);
  return `${[...lines, ...red].join('\n')}\n\n${readmeLine(figures)}\n`;
}

/** Faults of each kind in one line, as the README has them. */
function readmeLine({ faults }: Figures): string {
  return byName(faults)
    .map(([kind, n]) => `${kind} ${n}`)
    .join(', ');
}

function byName<T>(counts: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
}
