import { createRequire } from 'node:module';
import ajvDraft04 from 'ajv-draft-04';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/render/junit.js';
import { renderSarif } from '../../src/render/sarif.js';
import { loadReport, NAMES } from './reports.js';

const require = createRequire(import.meta.url);
// The package ships the published schema; its Jest matchers are not used.
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const isSarif = new ajvDraft04.default({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(schema);

describe.each(NAMES)('%s as SARIF', (name) => {
  const log = JSON.parse(renderSarif(loadReport(name)));
  it('is valid', () => {
    isSarif(log);
    expect(isSarif.errors ?? []).toEqual([]);
  });
  it('names relative addresses only', () => {
    const uris = JSON.stringify(log).match(/"uri":"[^"]*"/g) ?? [];
    for (const uri of uris) {
      const value = uri.slice('"uri":"'.length, -1);
      expect(value).toMatch(/^[\w.!~*'()%/-]+$/);
      expect(value.startsWith('/')).toBe(false);
    }
  });
});

describe('SARIF findings', () => {
  it('a finding stands at the line of its trigger', () => {
    const [result] = JSON.parse(renderSarif(loadReport('deadlock'))).runs[0].results;
    expect(result).toMatchObject({ ruleId: 'search-workers-resize-deadlock', level: 'error', kind: 'fail' });
    expect(result.locations[0].physicalLocation).toMatchObject({ artifactLocation: { uri: 'redis-1.log' }, region: { startLine: 748 } });
  });
  it('the schema in use can refuse', () => expect(isSarif({ version: '2.1.0', runs: [{}] })).toBe(false));
  it('a healthy report has none', () => expect(JSON.parse(renderSarif(loadReport('healthy'))).runs[0].results).toEqual([]));
  it('candidates ask for a review', () => {
    for (const result of JSON.parse(renderSarif(loadReport('inconclusive'))).runs[0].results)
      expect(result).toMatchObject({ kind: 'review', level: 'none' });
  });
});

describe.each(NAMES)('%s as JUnit', (name) => {
  const text = renderJunit(loadReport(name));
  const document = new JSDOM(text, { contentType: 'application/xml' }).window.document;
  // jsdom throws on XML that is not well-formed: the document above is the test.
  it('is well-formed', () => expect(document.documentElement.tagName).toBe('testsuites'));
  it('counts what it holds', () => {
    const suite = document.getElementsByTagName('testsuite')[0];
    expect(Number(suite.getAttribute('tests'))).toBe(document.querySelectorAll('testcase').length);
    expect(Number(suite.getAttribute('failures'))).toBe(
      [...document.querySelectorAll('testcase')].filter((one) => one.querySelector('failure')).length,
    );
    expect(Number(suite.getAttribute('errors'))).toBe(document.querySelectorAll('error').length);
  });
  it('holds no element of a log', () => {
    const names = new Set([...document.querySelectorAll('*')].map((element) => element.tagName));
    for (const tag of names) expect(['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped']).toContain(tag);
  });
});

it('JUnit fails for the culprit and passes for its peers', () => {
  const text = renderJunit(loadReport('deadlock'));
  expect(text).toContain('tests="3" failures="1" errors="0"');
  expect(text).toContain('<failure type="deadlock/search-workers-resize"');
});
