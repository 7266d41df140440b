import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Interrupted } from './cli-error.ts';
import type { Deps, Input } from './deps.ts';

/** Asks on the terminal and returns the line that was typed, without blanks around it. */
export async function ask({ stdin, stderr }: Pick<Deps, 'stdin' | 'stderr'>, question: string): Promise<string> {
  stderr.write(question);
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stderr.write(chunk.toString());
      done();
    },
  });
  return (await readLine(stdin, echo, stdin.isTTY === true)).trim();
}

/** Like {@link ask}, without showing what is typed, and without taking blanks away. */
export async function askHidden({ stdin, stderr }: Pick<Deps, 'stdin' | 'stderr'>, question: string): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    return await readLine(stdin, nowhere, true);
  } finally {
    stderr.write('\n');
  }
}

/** All of standard input, without the line break at its end. */
export async function readInput(stdin: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** @throws Interrupted on Ctrl-C and when the input ends */
async function readLine(input: Input, output: Writable, terminal: boolean): Promise<string> {
  const lines = createInterface({ input, output, terminal, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new Interrupted()));
      lines.once('close', () => reject(new Interrupted()));
    });
  } finally {
    lines.close();
  }
}
