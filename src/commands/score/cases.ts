import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers } from './answers.js';

/** The label of a case (truth.json); CONTRACT: "Labelled cases". */
export interface Truth {
  /** The kind, then further accepted ones. */
  verdict: string[];
  partial?: string[];
  mustNot?: string[];
  /** Glob of the culprit's entry. */
  process?: string;
  gapFrom?: string;
  gapTo?: string;
  answers?: Answers;
}

export function findCases(folder: string): string[] {
  if (existsSync(join(folder, 'truth.json'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .flatMap((name) => findCases(join(folder, name)));
}

export function readTruth(folder: string): Truth {
  return JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
}

/** Copies a case to a folder whose name tells nothing, without its label, so that neither can be read by accident. */
export async function staged<T>(folder: string, use: (stage: string) => Promise<T>): Promise<T> {
  const stage = mkdtempSync(join(tmpdir(), 'in-'));
  try {
    cpSync(folder, stage, { recursive: true });
    rmSync(join(stage, 'truth.json'));
    return await use(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The incident behind a case: its wrapped copies and variants with part of the evidence belong to one. */
export function incidentOf(name: string): string {
  return name
    .replace(/@[a-z]+$/, '')
    .replace(/-(gdb|eustack)-only$/, '')
    .replace(
      /\/wrapped-(.*?)-(bom-crlf|cloudwatch-export|cri-containerd|crlf|cut-mid-line|docker-compose(-ansi)?|docker-json-file|hole-of-nuls|journalctl-.*|kubectl-.*|utf16le-bom)$/,
      '/$1',
    );
}

/** `*` is any text, everything else itself. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(text);
}
