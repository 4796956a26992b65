import { meaningOf } from '../model/kinds.js';
import type { AdviceState, DocumentedSignature, Evidence, Example, Remedy, Signature } from '../model/signatures.js';
import { describeAsk, describePrinted, shownClaim, type TextsOf } from './describe.js';

/** A signature as an article for people: the same for the command line and for the page of the catalogue. In texts, what stands
 * between backticks is literal. */
export interface Article {
  id: string;
  kind: string;
  kindMeans: string;
  title: string;
  severity: string;
  /** `search >=2.10.4 <2.10.25`, undefined when any version may have it. */
  affects?: string;
  sections: ArticleSection[];
}

export interface ArticleSection {
  title: string;
  blocks: ArticleBlock[];
}

export type ArticleBlock =
  | { type: 'text'; text: string }
  | { type: 'list'; items: string[]; ordered?: boolean }
  | { type: 'code'; lines: string[] }
  | { type: 'table'; head: string[]; rows: string[][] }
  | { type: 'links'; urls: string[] };

export function articleOf(signature: DocumentedSignature, textsOf: TextsOf): Article {
  const sections: ArticleSection[] = [
    { title: 'What it means', blocks: meaning(signature) },
    { title: 'How it is recognised', blocks: recognition(signature, textsOf) },
    { title: 'What it looks like', blocks: examples(signature.examples.hit) },
    { title: 'What looks like it and is not', blocks: examples(signature.examples.clear) },
    { title: 'What to do', blocks: actions(signature) },
    { title: 'What to collect', blocks: collection(signature) },
    { title: 'Versions', blocks: versions(signature) },
    { title: 'Proposed fixes, judged', blocks: judged(signature) },
    { title: 'When this is wrong', blocks: signature.whenWrong === undefined ? [] : [{ type: 'text', text: signature.whenWrong }] },
    { title: 'References', blocks: signature.references === undefined ? [] : [{ type: 'links', urls: signature.references }] },
  ];
  const affects = affectsText(signature);
  return {
    id: signature.id,
    kind: signature.kind,
    kindMeans: meaningOf(signature.kind) ?? 'a kind of your own',
    title: signature.title,
    severity: signature.advisory === true ? 'advisory' : signature.severity,
    ...(affects === undefined ? {} : { affects }),
    sections: sections.filter((section) => section.blocks.length > 0),
  };
}

export function affectsText(signature: Signature): string | undefined {
  if (signature.affects === undefined) return undefined;
  const { module, product, versions: range } = signature.affects;
  return `${module ?? product ?? 'redis'} ${range}`;
}

function meaning(signature: Signature): ArticleBlock[] {
  const blocks: ArticleBlock[] = [{ type: 'text', text: signature.summary }];
  if (signature.mechanism !== undefined) blocks.push({ type: 'text', text: signature.mechanism.replace(/\s*\n\s*/g, ' ') });
  return blocks;
}

const STRENGTHS = { decisive: 'proof', strong: 'strong', moderate: 'moderate', weak: 'weak' } as const;

function recognition(signature: Signature, textsOf: TextsOf): ArticleBlock[] {
  const row = (item: Evidence): string[] => [
    shownClaim(item.claim),
    [STRENGTHS[item.strength], signature.anchors.includes(item.id) ? 'needed' : ''].filter((part) => part !== '').join(', '),
    lookFor(item, textsOf),
  ];
  const needed =
    signature.anchors.length === 1
      ? 'It is weighed when the item marked "needed" was seen.'
      : 'It is weighed when one of the items marked "needed" was seen.';
  const blocks: ArticleBlock[] = [
    { type: 'text', text: needed },
    { type: 'table', head: ['speaks for it', 'how much', 'looked for'], rows: signature.evidence.map(row) },
  ];
  const against = signature.refutes ?? [];
  if (against.length > 0) blocks.push({ type: 'table', head: ['speaks against it', 'how much', 'looked for'], rows: against.map(row) });
  return blocks;
}

function lookFor(item: Evidence, textsOf: TextsOf): string {
  const ask = describeAsk(item.ask, textsOf);
  const extra = [
    item.expect === 'absent' ? 'expected to be missing' : '',
    describePrinted(item) ?? '',
    item.needs === undefined ? '' : `only once "${item.needs}" was seen`,
  ].filter((part) => part !== '');
  return extra.length === 0 ? ask : `${ask} (${extra.join('; ')})`;
}

function examples(list: readonly Example[]): ArticleBlock[] {
  return list.flatMap((example): ArticleBlock[] => {
    const origin = example.from === 'written by hand' ? 'Written by hand' : `From the capture \`${example.from.replace(/^corpus /, '')}\``;
    const text = `${origin}${example.note === undefined ? '' : `: ${example.note}`}`;
    const files = [...(example.text === undefined ? [] : [{ entry: example.entry, text: example.text }]), ...(example.files ?? [])];
    return [
      { type: 'text', text },
      ...files.flatMap((file): ArticleBlock[] => {
        const code: ArticleBlock = { type: 'code', lines: file.text.replace(/\n$/, '').split('\n') };
        return file.entry === undefined ? [code] : [{ type: 'text', text: `\`${file.entry}\`` }, code];
      }),
    ];
  });
}

const STATES: Record<AdviceState, string> = { 'going-on': 'while it lasts', down: 'while the server is down', over: 'when it is over' };

/** Advice with the state that it is for: `while it lasts: kill and restart the server`. */
function remedyText(remedy: Remedy): string {
  if (typeof remedy === 'string') return remedy;
  const conditions = [
    (remedy.when ?? []).map((state) => STATES[state]).join(' or '),
    remedy.seen === undefined ? '' : `when \`${remedy.seen}\` was seen`,
    remedy.unseen === undefined ? '' : `when \`${remedy.unseen}\` was not seen`,
    remedy.onlyIf === undefined ? '' : `only ${remedy.onlyIf.module ?? remedy.onlyIf.product ?? 'Redis'} ${remedy.onlyIf.range}`,
  ].filter((part) => part !== '');
  const head = conditions.join(', ');
  return head === '' ? remedy.do : `${head.charAt(0).toUpperCase()}${head.slice(1)}: ${remedy.do}`;
}

function actions(signature: Signature): ArticleBlock[] {
  const blocks: ArticleBlock[] = [{ type: 'list', items: signature.remedy.map(remedyText), ordered: true }];
  if (signature.workaround !== undefined && signature.workaround.length > 0)
    blocks.push({ type: 'text', text: 'Until then:' }, { type: 'list', items: signature.workaround });
  return blocks;
}

const RISKS = { none: 'no risk', low: 'low risk', kills: 'can kill the process' };

function collection(signature: Signature): ArticleBlock[] {
  const items = (signature.collect ?? []).map(({ ask, command, risk, why, onlyIf }) => {
    const versions = onlyIf === undefined ? '' : `only ${onlyIf.module ?? onlyIf.product ?? 'Redis'} ${onlyIf.range}`;
    const details = [why ?? '', versions, risk === undefined ? '' : RISKS[risk]].filter((part) => part !== '');
    return `${ask}${command === undefined ? '' : `: \`${command}\``}${details.length === 0 ? '' : ` (${details.join('; ')})`}`;
  });
  return items.length === 0 ? [] : [{ type: 'list', items }];
}

function versions(signature: Signature): ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  const affects = affectsText(signature);
  if (affects !== undefined) blocks.push({ type: 'text', text: `Affected: ${affects}` });
  const rows = (signature.fixed ?? []).map((fix) => [
    fix.version,
    fix.change,
    fix.verified === true ? 'confirmed by a run' : fix.verified === false ? 'not verified' : '',
  ]);
  if (rows.length > 0) blocks.push({ type: 'table', head: ['fixed in', 'by', 'how sure'], rows });
  return blocks;
}

const VERDICTS = { works: 'works', 'does-not-help': 'does not help', harmful: 'harmful', partial: 'helps in part' };

function judged(signature: Signature): ArticleBlock[] {
  const rows = (signature.judgedFixes ?? []).map((fix) => [fix.fix, VERDICTS[fix.verdict], fix.why]);
  return rows.length === 0 ? [] : [{ type: 'table', head: ['fix', 'verdict', 'why'], rows }];
}
