import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';

const stepsOf = async (input: string) => (await analyze([input])).nextSteps;

describe('how to continue', () => {
  it('offers the collector first where stacks would decide, for the process that lives', async () => {
    const [first, ...rest] = await stepsOf('fixtures/cases/redis-6.2.16/hang-module-deadlock-watchdog');
    const steps = [first, ...rest];
    const collect = steps.filter((step) => step.command?.includes('collect'));
    expect(collect.length).toBe(1);
    expect(first).toBe(collect[0]);
    expect(first.command).toMatch(/sudo sh collect\.sh \d+$/);
    expect(first.risk).toBe('none');
    expect(rest.some((step) => /^for t in \/proc\//.test(step.command ?? ''))).toBe(false);
  });

  it('has it watch for the next time where this one is over', async () => {
    const steps = await stepsOf('fixtures/incident/debuginfo.tar.gz');
    const [watch, ...more] = steps.filter((step) => step.command?.includes('collect.sh'));
    expect(watch.command).toMatch(/sh collect\.sh --watch --port \d+ /);
    expect(more).toEqual([]);
    const debuggers = steps.filter((step) => step.command?.startsWith('gdb -p'));
    for (const step of debuggers) expect(steps.indexOf(step)).toBeGreaterThan(steps.indexOf(watch));
  });

  it('does not ask for what was collected', async () => {
    for (const name of ['mutex-deadlock', 'rwlock-writer-in-read'])
      for (const step of await stepsOf(`fixtures/collect/${name}.tar.gz`)) expect(step.command ?? '').not.toContain('collect.sh');
  });

  it('asks again where nobody was allowed to look', async () => {
    const report = await analyze(['fixtures/collect/unprivileged.tar.gz']);
    expect(report.threadDumps?.[0].limits).toEqual([expect.stringMatching(/^may not look/)]);
  });
});
