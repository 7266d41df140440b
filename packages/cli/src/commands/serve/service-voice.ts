import type { Context } from '../../context.ts';
import { documentLine } from '../../render/document.ts';
import { showError } from '../../render/error.ts';
import { onScreen, plainJson } from '../../render/plain.ts';
import { syncText } from '../../render/sync.ts';
import type { TextKey } from '../../texts/texts.ts';
import type { Synced } from '../sync/sync-once.ts';

/** Where the service listens, and for whom. */
export interface Listening {
  readonly url: string;
  /** Portals that are heard. */
  readonly portals: readonly string[];
  readonly everyMs: number;
}

/** What the service says: lines for people, or one document per line with `--json`, as `sync` does. Nothing of a request. */
export class ServiceVoice {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  listening({ url, portals, everyMs }: Listening): void {
    const { deps, view, options } = this.#context;
    const callbacks = portals.map((portal) => `${url}/callbacks/${portal}`);
    if (options.json === true) {
      const document = { schema: 'amtsbote.serve.event/1', at: deps.now(), type: 'listening', url, everyMs, callbacks };
      return void deps.stdout.write(documentLine(document));
    }
    const lines = [
      view.t('serve.listening', { url, seconds: everyMs / 1000 }),
      ...callbacks.map((address) => view.t('serve.callback', { address })),
      view.t('simulate.stop'),
    ];
    deps.stdout.write(onScreen(`${lines.join('\n')}\n`));
  }

  /** A run that came to its end. */
  ran(synced: Synced): void {
    const { deps, view, options } = this.#context;
    if (options.json === true) return void deps.stdout.write(documentLine(synced.summary));
    const text = syncText(synced, view);
    if (text !== '') deps.stdout.write(onScreen(`${text}\n`));
  }

  /** A run that could not be done. */
  async failed(error: unknown): Promise<void> {
    const { deps, view, options } = this.#context;
    const shown = await showError(error, view, options.debug === true);
    if (options.json === true) deps.stdout.write(`${plainJson(shown.document)}\n`);
    else deps.stderr.write(onScreen(shown.text));
  }

  note(key: TextKey, values: Readonly<Record<string, string | number>> = {}): void {
    const { deps, view } = this.#context;
    deps.stderr.write(`${view.t(key, values)}\n`);
  }
}
