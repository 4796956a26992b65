import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signatureTemplate } from '../../src/commands/signatures/template.js';
import { KINDS } from '../../src/model/kinds.js';
import { parseSignatureYaml } from '../../src/signatures/parse.js';
import { inTemporaryFolder, run } from './cli.js';

describe('signatures', () => {
  it('list, as text and as JSON', async () => {
    const listed = JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout);
    expect(listed.length).toBeGreaterThan(20);
    for (const one of listed) {
      expect(Object.keys(KINDS)).toContain(one.kind);
      expect(['critical', 'warning', 'info']).toContain(one.severity);
      expect(one.examples.hit.length).toBeGreaterThan(0);
      expect(one.examples.clear.length).toBeGreaterThan(0);
    }
    const text = (await run(['signatures', 'list'])).stdout;
    expect(text.trim().split('\n').length).toBe(listed.length);
  });

  it('show prints what new and check understand', async () => {
    const [{ id }] = JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout);
    await inTemporaryFolder(async (folder) => {
      expect((await run(['signatures', 'show', id, '-o', join(folder, `${id}.yaml`)])).code).toBe(0);
      expect(await run(['signatures', 'check', folder])).toMatchObject({ code: 0, stdout: '1 signature, no fault\n' });
    });
  });

  it('new gives a signature that is valid as it stands', async () => {
    await inTemporaryFolder(async (folder) => {
      await run(['signatures', 'new', 'my-own', '-o', join(folder, 'my-own.yaml')]);
      expect(await run(['signatures', 'check', folder])).toMatchObject({ code: 0 });
    });
    expect(parseSignatureYaml(signatureTemplate('my-own', 'crash/fault'), 'my-own.yaml')).toHaveProperty('signature.kind', 'crash/fault');
    expect((await run(['signatures', 'new', 'My Own'])).code).toBe(2);
    expect((await run(['signatures', 'new', 'my-own', '--kind', 'bad/kind'])).code).toBe(2);
  });

  it('check names file and line of a fault', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'mine.yaml'), signatureTemplate('mine', 'crash/fault').replace('severity: warning', 'severity: urgent'));
      writeFileSync(join(folder, 'broken.yaml'), 'id: [\n');
      const result = await run(['signatures', 'check', folder]);
      expect(result.code).toBe(2);
      expect(result.stdout).toMatch(/mine\.yaml:5: /);
      expect(result.stdout).toMatch(/broken\.yaml:\d+: /);
    });
  });
});
