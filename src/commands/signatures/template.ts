import { type Kind, meaningOf } from '../../model/kinds.js';
import { type LineSample, patternOfLine, sampleOfLine } from './line-pattern.js';

/** Stands where the author has to write something; `check` names the lines that still hold it. No word of Redis (CONFIG REWRITE, BGREWRITEAOF). */
export const MARK = 'FILL-IN';

const DEFAULT_KIND: Kind = 'hang/main-thread-stuck';

/** A signature to start from. It is valid as it stands, and every line that must be rewritten says so. From a line of a log the
 * pattern and the first example are made already. */
export function signatureTemplate(id: string, kind?: Kind, line?: string): string {
  const sample = line === undefined ? undefined : sampleOfLine(line);
  return `# How to fill this in: docs/own-signatures.md. Lines that begin with # are remarks and may be deleted.
id: ${id} # the file must be called ${id}.yaml
${kindLine(kind)}
title: ${MARK} in one line what happened
severity: warning # critical: data or service at risk; warning: look at it today; info: never the verdict
# affects: { module: search, versions: ">=2.10.4 <2.10.25 || >=8.0.0 <8.2.7" } # or product: redis, product: valkey
anchors: [line] # at least one of these items must be observed, or the signature is not weighed at all
summary: ${MARK} in one or two plain sentences what goes wrong
evidence: # what speaks for it; each item asks one question
  - id: line
    ask:
      event:
${textLines(sample)}
        # min: 3        at least so often
        # within: run   in the whole life of the process, not only near the incident
    strength: strong # decisive proves it alone, strong, moderate, weak
    claim: ${claimOf(sample)}
refutes: # what speaks against it when it is observed
  - id: clean-end
    ask: { end: { how: [clean-shutdown] } }
    strength: weak
    claim: the server was shut down in order
remedy: # the safest first, with the exact command
  - ${MARK} what to do now
# whenWrong: what else looks like this
# references: ["https://…"]
examples:
  hit: # check runs it: the signature must be considered
    - from: written by hand
      text: |-
        ${sample === undefined ? `${MARK} with the shortest lines that show it; a message may stand without its header: # text` : sample.example}
  clear: # a near miss: it must not be called likely
    - from: written by hand
      text: |-
        ${MARK} with lines that look like it and mean something else
`;
}

/** Of a kind that nobody chose, somebody has to say that it is right. */
function kindLine(kind: Kind | undefined): string {
  const known = kind ?? DEFAULT_KIND;
  return `kind: ${known} # ${kind === undefined ? `${MARK} if another kind fits better; docs/own-signatures.md lists them. This one: ` : ''}${meaningOf(known) ?? 'a kind of your own'}`;
}

function textLines(sample: LineSample | undefined): string {
  if (sample === undefined)
    return `        # the fixed part of the message, behind header and <module>; {name} for what varies, {name:d} for digits, {name:x} for hexadecimal digits
        texts: ["${MARK} the fixed part, {reason}"]
        # module: search  only lines of that module; "" only lines of the server itself`;
  return `        # {name} stands for what varies, {name:d} for digits, {name:x} for hexadecimal digits; the end of the line may be left out
        texts: [${JSON.stringify(patternOfLine(sample.message))}]
        module: ${JSON.stringify(sample.module)} # only lines of ${sample.module === '' ? 'the server itself' : 'this module'}`;
}

function claimOf(sample: LineSample | undefined): string {
  const hole = sample === undefined ? undefined : /\{([A-Za-z]\w*)/.exec(patternOfLine(sample.message))?.[1];
  return JSON.stringify(`${MARK} what it means that the line is there ({n} times${hole === undefined ? '' : `, ${hole} {${hole}}`})`);
}
