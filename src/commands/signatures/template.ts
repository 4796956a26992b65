import { KINDS, type Kind } from '../../model/kinds.js';

/** A signature to start from: it is valid as it stands, and every line that must be rewritten says so. */
export function signatureTemplate(id: string, kind: Kind): string {
  return `# ${kind}: ${KINDS[kind]}
id: ${id} # = file name
kind: ${kind}
title: REWRITE in one line what happened
severity: warning # critical, warning or info
# affects: { module: search, versions: ">=2.10.4 <2.10.25" }
anchors: [line] # at least one of these must be observed before the signature is considered
evidence:
  - id: line
    ask: { event: { texts: ["REWRITE the fixed part of a log line, {holes} for what varies"], on: victim } }
    strength: strong # decisive, strong, moderate or weak
    claim: REWRITE what it means that the line is there
refutes:
  - id: clean-end
    ask: { end: { how: [clean-shutdown] } }
    strength: moderate
    claim: the server was shut down cleanly
summary: REWRITE in one or two plain sentences what goes wrong
remedy:
  - REWRITE what to do now, the safest first
# whenWrong: what else looks like this
# references: ["https://…"]
examples:
  hit:
    - from: written by hand
      text: REWRITE the shortest lines that must match
  clear:
    - from: written by hand
      text: REWRITE lines that look like it and must not match
`;
}
