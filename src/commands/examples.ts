import type { Command } from 'commander';

/** What is typed most, by command. */
const EXAMPLES: Record<string, string[]> = {
  analyze: [
    'redis-forensics analyze debuginfo.tar.gz',
    'redis-forensics analyze /var/log/redis/ -o incident.html',
    'redis-forensics analyze redis.log --last 2h',
    'redis-forensics analyze redis.log --since 17:40 --until 17:53 --timezone Europe/Berlin',
    'kubectl logs redis-0 --previous | redis-forensics analyze -',
    'redis-forensics analyze logs/ --config ops/redis-forensics.yaml --verbose',
    'redis-forensics analyze logs/ --fail-on critical --format junit -o result.xml',
  ],
  render: ['redis-forensics render incident.json --format markdown -o incident.md'],
  stacks: ['redis-forensics stacks gdb.txt', 'redis-forensics stacks redis.log --format json'],
  timeline: ['redis-forensics timeline logs/', 'redis-forensics timeline logs/ --since 10m'],
  explain: ['redis-forensics explain oom-killer', 'redis-forensics explain oom-killer logs/', 'redis-forensics explain --all logs/'],
  compare: [
    'redis-forensics compare monday.tar.gz tuesday.tar.gz',
    'redis-forensics compare before.json after/',
    'redis-forensics compare --runs runs/',
  ],
  redact: [
    'redis-forensics redact logs/ -o bundle.tar.gz',
    'redis-forensics redact logs/ -o bundle.tar.gz --redact-map tokens.json',
    'redis-forensics redact logs/ -o bundle.tar.gz --redact-keep orders,ratelimit',
  ],
  demo: ['redis-forensics demo', 'redis-forensics demo --format html -o demo.html'],
  schema: ['redis-forensics schema -o report.schema.json'],
  score: ['redis-forensics score cases/ --misses', 'redis-forensics score cases/ --kind "crash/*" --json -o score.json'],
  signatures: ['redis-forensics signatures list memory', 'redis-forensics signatures show oom-killer'],
  'signatures list': [
    'redis-forensics signatures list --kind deadlock',
    'redis-forensics signatures list --module search --version 2.10.20',
  ],
  'signatures kinds': ['redis-forensics signatures kinds', 'redis-forensics signatures kinds startup'],
  'signatures show': ['redis-forensics signatures show oom-killer', 'redis-forensics signatures show oom-killer --format markdown'],
  'signatures check': ['redis-forensics signatures check mine/'],
  'signatures new': [
    'redis-forensics signatures new upload-refused -o mine/upload-refused.yaml',
    'redis-forensics signatures new licence-expired --kind x/licence-expired',
    "redis-forensics signatures new upload-refused --line '# <flash> Cannot upload segment 12'",
  ],
};

/** Adds them to the help of every command. */
export function addExamples(program: Command, above = ''): void {
  for (const command of program.commands) {
    const name = `${above}${command.name()}`;
    const lines = EXAMPLES[name];
    if (lines !== undefined) command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    addExamples(command, `${name} `);
  }
}
