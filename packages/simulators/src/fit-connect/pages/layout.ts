import { markup, type Html } from '../../shared/markup.ts';
import type { Reply } from '../http/http-types.ts';
import { page } from '../http/replies.ts';

/** What makes a page. */
export interface PageContent {
  readonly title: string;
  readonly main: Html;
  readonly status?: number;
}

/** A whole page. */
export function layout({ title, main, status }: PageContent): Reply {
  const whole = markup`<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>${title} – FIT-Connect (simuliert)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body>
<header><a class="marke" href="/">FIT-Connect</a><span class="amt">Simulierter Zustelldienst</span></header>
<main>
<h1>${title}</h1>
${main}
</main>
<footer>Simulation zum Erproben, keine echten Daten eingeben</footer>
</body>
</html>
`;
  return page(whole, status);
}

/** A time as it is read in German offices, in UTC. */
export function timeText(ms: number | undefined): string {
  return ms === undefined ? '–' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
