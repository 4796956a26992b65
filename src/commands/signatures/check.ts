import { listSignatureAsks } from '../../signatures/references.js';
import { literalHead } from '../../signatures/schema.js';
import { type FileFault, type OwnFile, readOwnFolder, signaturesOf } from './own.js';
import { type ExampleResult, runExamples } from './run-examples.js';
import { MARK } from './template.js';

export interface CheckResult {
  files: number;
  /** What every good file shows, one line each. */
  good: string[];
  /** Not wrong, but worth knowing. */
  remarks: FileFault[];
  /** `file`, 1-based line, message; sorted by file and line. */
  faults: FileFault[];
}

/** Checks the signature files of a folder: their shape with the line of each mistake, the places still to be filled in, and whether
 * their examples show what they should, each run as a log of its own. */
export async function checkSignatures(folder: string): Promise<CheckResult> {
  const own = await readOwnFolder(folder);
  const result: CheckResult = { files: own.files.length, good: [], remarks: [], faults: [...own.faults] };
  for (const file of own.files) {
    const marks = marksOf(file);
    result.faults.push(...marks);
    if (file.signature === undefined || marks.length > 0) continue;
    result.remarks.push(...slowTexts(file));
    const examples = await runExamples(file.signature, signaturesOf(own));
    const faults = examples.flatMap((example) => faultOf(file, example));
    result.faults.push(...faults);
    if (faults.length === 0) result.good.push(`${file.path}: ${summaryOf(examples)}`);
    if (!examples.some((example) => example.which === 'hit'))
      result.remarks.push(remark(file, ['examples', 'hit'], 'no hit brings its own text, so none was run'));
  }
  result.faults.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return result;
}

function marksOf(file: OwnFile): FileFault[] {
  return file.text.split('\n').flatMap((line, index) => {
    if (!line.includes(MARK)) return [];
    return [{ file: file.file, line: index + 1, message: `still to be filled in: ${line.trim().slice(0, 100)}` }];
  });
}

function faultOf(file: OwnFile, example: ExampleResult): FileFault[] {
  if (example.fault === undefined) return [];
  const line = file.lineOf(['examples', example.which, example.index]);
  return [{ file: file.file, line, message: `${example.which} example ${example.index + 1} ${example.fault}` }];
}

function summaryOf(examples: readonly ExampleResult[]): string {
  const shown = examples.map((example) => `${example.which} ${example.index + 1} ${example.outcome.replace('-', ' ')}`);
  return shown.length === 0 ? 'valid, no example to run' : shown.join(', ');
}

/** A text that begins with a hole is looked for in the whole of every line. */
function slowTexts(file: OwnFile): FileFault[] {
  const asks = file.signature === undefined ? [] : listSignatureAsks(file.signature);
  return asks.flatMap(({ ask, path }) => {
    const texts = 'event' in ask ? (ask.event.texts ?? []) : [];
    return texts.flatMap((text, index) =>
      literalHead(text) === '' && !/^\{\w*:[dx]\}/.test(text)
        ? [
            remark(
              file,
              [...path, 'event', 'texts', index],
              'the text begins with a hole, so every line is searched for it: slower than a text that begins with its own words',
            ),
          ]
        : [],
    );
  });
}

function remark(file: OwnFile, path: readonly PropertyKey[], message: string): FileFault {
  return { file: file.file, line: file.lineOf(path), message };
}
