import type { App } from '../app.ts';
import { ApiProblem } from '../dialect/problems.ts';
import type { Reply } from '../http/http-types.ts';
import { readBody, requireMediaType } from '../http/read-body.ts';
import { noContent } from '../http/replies.ts';
import type { ClientExchange } from '../http/router.ts';
import { readToken } from '../crypto/event-token.ts';
import { caseFor } from './access.ts';
import { checkEvent } from './check-event.ts';
import { enter } from './event-log.ts';

/** `POST /cases/{id}/events`: takes an event of a receiver into the log and follows it. */
export async function postEvent(app: App, { request, params, client }: ClientExchange): Promise<Reply> {
  const { caseId = '' } = params;
  requireMediaType(request, 'application/jose');
  const jws = (await readBody(request, app.limits.bodyBytes)).toString('utf8');
  const note = (outcome: number): void => app.log.postedEvent(caseId, readToken(jws)?.claims ?? {}, outcome);
  try {
    caseFor(app, caseId, client);
    const event = await checkEvent(app, { jws, caseId, client });
    app.store.transaction(() => {
      enter(app, event.itemId, [event]);
      app.callbacks.announceEvent(event.itemId, 'reader');
    });
  } catch (error) {
    if (error instanceof ApiProblem) note(app.dialect.problems[error.problem].status);
    throw error;
  }
  note(204);
  app.callbacks.pump();
  return noContent();
}
