import { createInterface, type Interface } from 'node:readline';
import { Interrupted } from './cli-error.ts';
import type { Deps } from './deps.ts';

interface Asked {
  readonly question: string;
  readonly answer: (line: string) => void;
  readonly fail: (error: Error) => void;
}

/** A conversation on the terminal. A question that comes up meanwhile goes first; the one before it is asked again after. */
export class Terminal {
  readonly #lines: Interface;
  readonly #deps: Pick<Deps, 'stdin' | 'stderr'>;
  readonly #open: Asked[] = [];
  #ended: Error | undefined;

  constructor(deps: Pick<Deps, 'stdin' | 'stderr'>) {
    this.#deps = deps;
    this.#lines = createInterface({ input: deps.stdin, terminal: false });
    this.#lines.on('line', (line) => this.#take(line));
    this.#lines.on('close', () => this.end(new Interrupted()));
  }

  say(text: string): void {
    this.#deps.stderr.write(`${text}\n`);
  }

  /**
   * The line that was typed, without blanks around it.
   *
   * @throws Interrupted at the end of the input; what {@link Terminal.end} was given
   */
  async ask(question: string): Promise<string> {
    if (this.#ended !== undefined) throw this.#ended;
    return new Promise((resolve, reject) => {
      this.#open.push({ question, answer: resolve, fail: reject });
      this.#deps.stderr.write(question);
    });
  }

  /** Ends all questions with an error; later ones, too. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const { fail } of this.#open.splice(0)) fail(this.#ended);
  }

  close(): void {
    this.#lines.close();
  }

  #take(line: string): void {
    const asked = this.#open.pop();
    asked?.answer(line.trim());
    const before = this.#open.at(-1);
    if (before !== undefined) this.#deps.stderr.write(before.question);
  }
}
