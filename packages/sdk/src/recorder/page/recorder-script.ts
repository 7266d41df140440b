import { type AssembledPage, pageLibrary } from '../../rpa/page/page-script.ts';
import type { PageEvent } from '../recorded-event.ts';
import { PageClicks } from './page-clicks.ts';
import { PageLabels } from './page-labels.ts';
import { PagePlaces } from './page-places.ts';
import { type HappenedInPage, PageRecorder } from './page-recorder.ts';

/** The name of the function through which the page tells of events. */
export const bindingName = '__amtsboteRecorded';

/** What the recorder left in the window of a page. */
interface RecorderInPage {
  readonly recorder: PageRecorder;
  places(): PagePlaces;
}

interface WatchedWindow {
  readonly parent: WatchedWindow;
  readonly location: { readonly href: string };
  __amtsboteRecorder?: RecorderInPage;
  addEventListener(type: string, listener: (event: HappenedInPage) => void, capture: boolean): void;
  [binding: string]: unknown;
}

interface Installed {
  readonly look: () => AssembledPage;
  readonly binding: string;
  readonly parts: {
    readonly PageClicks: typeof PageClicks;
    readonly PageLabels: typeof PageLabels;
    readonly PagePlaces: typeof PagePlaces;
    readonly PageRecorder: typeof PageRecorder;
  };
}

declare const window: WatchedWindow;

/** Installs the recorder in a window. Frames of the same origin tell the outermost of them, which sees all of them as one page. */
function install({ look, binding, parts }: Installed): void {
  if (window.__amtsboteRecorder !== undefined) return;
  const recorder = new parts.PageRecorder({
    look,
    clicks: (page) => new parts.PageClicks(page),
    labels: (page) => new parts.PageLabels(page),
    send: (event: PageEvent) => void (window[binding] as (event: PageEvent) => unknown)(event),
    address: () => window.location.href,
  });
  window.__amtsboteRecorder = { recorder, places: () => new parts.PagePlaces(look()) };
  const owner = (): PageRecorder => {
    let found: PageRecorder = recorder;
    try {
      for (let at = window; at.parent !== at;) {
        at = at.parent;
        found = at.__amtsboteRecorder?.recorder ?? found;
      }
    } catch {
      return found;
    }
    return found;
  };
  const listen = (event: HappenedInPage): void => owner().happened(event);
  for (const type of ['input', 'change', 'focusin', 'focusout', 'pointerdown', 'click', 'submit']) {
    window.addEventListener(type, listen, true);
  }
}

/** The script for every frame of a page, as text. */
export const recorderScript: string = `(() => {${pageLibrary}
const recorderParts = { PageClicks: (${String(PageClicks)}), PageLabels: (${String(PageLabels)}), PagePlaces: (${String(PagePlaces)}), PageRecorder: (${String(PageRecorder)}) };
(${String(install)})({ look, binding: ${JSON.stringify(bindingName)}, parts: recorderParts });
})()`;

/** An expression over the recorder of a page: what was put in is told, then `what` is asked. */
export function askRecorder(what: string): string {
  return `(() => { const it = window.__amtsboteRecorder; if (it === undefined) return null; it.recorder.flush(); return ${what}; })()`;
}
