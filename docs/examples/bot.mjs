// What a chat bot does with an attachment: bytes in, a short answer without private values out. Usage: node bot.mjs < ATTACHMENT
import { analyze, render, UsageError } from 'redis-forensics';

export async function answerTo(name, bytes) {
  try {
    const report = await analyze([{ name, bytes }], { redact: true, signal: AbortSignal.timeout(60_000) });
    return render(report, 'markdown', { brief: true });
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
console.log(await answerTo('attachment.log', Buffer.concat(chunks)));
