import type { ProcessFact } from '../model/facts.js';
import { EXIT_EVENTS } from './processes.js';

/** Two lines of one second may be of a server that ends and of the next one that starts. */
const OVERLAP_MS = 1000;

interface Chain {
  processes: ProcessFact[];
  port?: number;
  fromMs: number;
  toMs: number;
  /** The process that was last heard of logged its own shutdown. */
  ended: boolean;
}

/** Incarnations of servers, by log group. Two servers that share a log overlap in time or have different ports; incarnations do neither. */
export class ServerChains {
  private readonly groups = new Map<string, Chain[]>();

  /** The first chain of the group that it fits; rather one that has ended than one that may still be running. */
  place(group: string, process: ProcessFact): void {
    const chains = this.groups.get(group) ?? [];
    this.groups.set(group, chains);
    const fitting = chains.filter((chain) => fits(chain, process));
    const chain = fitting.find((other) => other.ended) ?? fitting[0];
    if (chain === undefined) chains.push(extend({ processes: [], fromMs: Number.NaN, toMs: Number.NaN, ended: false }, process));
    else extend(chain, process);
  }

  all(): ProcessFact[][] {
    return [...this.groups.values()].flatMap((chains) => chains.map((chain) => chain.processes));
  }
}

function fits(chain: Chain, process: ProcessFact): boolean {
  if (chain.port !== undefined && process.port !== undefined && chain.port !== process.port) return false;
  if (!overlap(chain, process)) return true;
  return !chain.processes.some((other) => overlap(other, process));
}

function overlap(a: { fromMs: number; toMs: number }, b: { fromMs: number; toMs: number }): boolean {
  return a.toMs > b.fromMs + OVERLAP_MS && b.toMs > a.fromMs + OVERLAP_MS;
}

function extend(chain: Chain, process: ProcessFact): Chain {
  if (!(chain.toMs > process.toMs)) chain.ended = hasEnded(process);
  chain.processes.push(process);
  chain.port ??= process.port;
  if (!(chain.fromMs <= process.fromMs) && !Number.isNaN(process.fromMs)) chain.fromMs = process.fromMs;
  if (!(chain.toMs >= process.toMs) && !Number.isNaN(process.toMs)) chain.toMs = process.toMs;
  return chain;
}

function hasEnded(process: ProcessFact): boolean {
  return process.runs.at(-1)?.events.some((event) => EXIT_EVENTS.includes(event.id)) ?? false;
}
