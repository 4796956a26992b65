import type { Facts, ProcessFact, WitnessFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { Draft } from './incidents.js';

/** Anomalies of one death: the standstill, the signal that ends it, the restart. */
export const DEATH_SLACK_MS = 5000;
/** Failover and complaints follow a death by the timeouts of the others. */
const CONSEQUENCE_MS = 180_000;
const SAME_MOMENT_MS = 2000;

/** Which death the trouble of others comes from. Looked up by server, so that a thousand nodes that speak of each other stay linear. */
export class Consequences {
  private readonly processes: ReadonlyMap<string, ProcessFact>;
  private readonly byServer = new Map<string, number[]>();
  private readonly byVictim = new Map<string, number[]>();
  private readonly witnesses = new Map<string, WitnessFact[]>();

  constructor(
    private readonly deaths: readonly Draft[],
    facts: Facts,
  ) {
    this.processes = new Map(facts.processes.map((process) => [process.id, process]));
    for (const [place, { victim }] of deaths.entries()) {
      if (victim === undefined) continue;
      append(this.byVictim, victim, place);
      append(this.byServer, this.serverOf(victim), place);
    }
    for (const witness of facts.witnesses) if (witness.about !== undefined) append(this.witnesses, this.serverOf(witness.about), witness);
  }

  /** The others' trouble is about the victim, during its standstill or soon after its death; or it is the victim's own at the moment of its death
   * (an allocation failure before the panic). */
  deathBehind(draft: Draft): Draft | undefined {
    if (Number.isNaN(draft.fromMs)) return this.onlyDeathBehind(draft);
    const places = draft.anomalies.flatMap((item) => {
      if (item.about === undefined) return [];
      return (this.byServer.get(this.serverOf(item.about)) ?? []).filter((place) => follows(this.deaths[place]!, item.fromMs));
    });
    if (places.length > 0) return this.deaths[least(places)];
    const own = (this.byVictim.get(draft.victim ?? '') ?? []).filter((place) => isSameMoment(draft, this.deaths[place]!));
    return own.length > 0 ? this.deaths[least(own)] : undefined;
  }

  /** What carries no time (replies of CLUSTER NODES, CLUSTER INFO) follows from the death of the server that it speaks of, or that the one that was
   * asked has missed, where there is just one. */
  private onlyDeathBehind(draft: Draft): Draft | undefined {
    const meant = new Set(
      draft.anomalies.flatMap((item) => (item.about === undefined ? [] : (this.byServer.get(this.serverOf(item.about)) ?? []))),
    );
    if (meant.size === 0 && draft.family === 'cluster')
      for (const [place, death] of this.deaths.entries())
        if (
          draft.anomalies.some(
            (item) => item.process !== undefined && item.process !== death.victim && death.members.includes(item.process),
          )
        )
          meant.add(place);
    return meant.size === 1 ? this.deaths[[...meant][0]!] : undefined;
  }

  /** Who complained of the victim at that time belongs to its incident. */
  addComplainers(death: Draft): void {
    if (death.victim === undefined) return;
    const members = new Set(death.members);
    for (const { by, timeMs } of this.witnesses.get(this.serverOf(death.victim)) ?? []) {
      if (by === undefined || members.has(by) || !follows(death, timeMs)) continue;
      members.add(by);
      death.members.push(by);
    }
  }

  /** Processes whose server is not known stand for themselves. */
  private serverOf(id: string): string {
    return this.processes.get(id)?.server || `process ${id}`;
  }
}

function follows(death: Draft, timeMs: number): boolean {
  return timeMs >= death.fromMs - DEATH_SLACK_MS && timeMs <= death.toMs + CONSEQUENCE_MS;
}

function isSameMoment(draft: Draft, death: Draft): boolean {
  return draft.anomalies.every((item) => item.fromMs >= death.fromMs - SAME_MOMENT_MS && item.fromMs <= death.toMs + SAME_MOMENT_MS);
}

function least(places: readonly number[]): number {
  return places.reduce((a, b) => Math.min(a, b));
}
