import coerce from 'semver/functions/coerce.js';
import satisfies from 'semver/functions/satisfies.js';
import { CORE_PATTERNS } from '../../formats/log/core-patterns.js';
import { describeUnknownKind, isPrivateKind, KINDS } from '../../model/kinds.js';
import type { Signature } from '../../model/signatures.js';
import { eventOf, listSignatureAsks } from '../../signatures/references.js';
import { Failure } from '../failure.js';

export interface Selection {
  kind?: string;
  module?: string;
  version?: string;
  severity?: string;
  words: string[];
}

/** The signatures that fit everything that was asked for, in the order of kind and id. */
export function selectSignatures<S extends Signature>(signatures: readonly S[], selection: Selection): S[] {
  const tests = [kindTest(selection.kind), moduleTest(selection.module), versionTest(selection), severityTest(selection.severity)];
  return signatures
    .filter((signature) => tests.every((test) => test(signature)) && holdsWords(signature, selection.words))
    .sort((a, b) => (a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1));
}

type Test = (signature: Signature) => boolean;
const anything: Test = () => true;

/** `crash/fault`, `crash` or `crash/*`. */
function kindTest(kind: string | undefined): Test {
  if (kind === undefined) return anything;
  const family = kind.replace(/\/?\*?$/, '');
  const fits = (one: string) => one === kind || one.startsWith(`${family}/`);
  if (!isPrivateKind(kind) && family !== 'x' && !Object.keys(KINDS).some(fits)) throw new Failure(describeUnknownKind(kind), 2);
  return (signature) => fits(signature.kind);
}

/** Whatever names the module: its versions, its log lines. `server` are those that concern no module. */
function moduleTest(module: string | undefined): Test {
  if (module === undefined) return anything;
  const wanted = module.toLowerCase();
  if (wanted === 'server') return (signature) => modulesOf(signature).size === 0;
  return (signature) => modulesOf(signature).has(wanted);
}

const MODULE_OF_EVENT = new Map(CORE_PATTERNS.map((pattern) => [pattern.id, pattern.module ?? '']));

export function modulesOf(signature: Signature): Set<string> {
  const found = new Set<string>();
  const add = (name: string | undefined) => {
    if (name !== undefined && name !== '') found.add(name.toLowerCase());
  };
  add(signature.affects?.module);
  const anchored = new Set(signature.anchors);
  for (const { ask, path } of listSignatureAsks(signature)) {
    const item = path[0] === 'evidence' ? signature.evidence[Number(path[1])] : undefined;
    if (item === undefined || !anchored.has(item.id)) continue;
    const event = eventOf(ask);
    add(event?.module);
    for (const id of event?.ids ?? []) add(MODULE_OF_EVENT.get(id));
    if ('version' in ask) add(ask.version.module);
  }
  return found;
}

/** Those that name this version as affected; with a module the version is the module's, else the server's. */
function versionTest({ version, module }: Selection): Test {
  if (version === undefined) return anything;
  const parsed = coerce(version);
  if (parsed === null) throw new Failure(`${version} is no version: 7.4.1, or with --module search 2.10.20`, 2);
  const ofModule = module !== undefined && module.toLowerCase() !== 'server';
  return ({ affects }) => {
    if (affects === undefined || (affects.module !== undefined) !== ofModule) return false;
    return satisfies(parsed, affects.versions, { includePrerelease: true });
  };
}

const SEVERITIES = ['critical', 'warning', 'info'];

function severityTest(severity: string | undefined): Test {
  if (severity === undefined) return anything;
  if (!SEVERITIES.includes(severity)) throw new Failure(`unknown severity ${severity}; one of: ${SEVERITIES.join(', ')}`, 2);
  return (signature) => signature.severity === severity;
}

/** Every word occurs somewhere in what the signature says. */
function holdsWords(signature: Signature, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = JSON.stringify(signature).toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}
