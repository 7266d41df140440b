import { setTimeout as wait } from 'node:timers/promises';
import { ApiProblem, type ProblemName } from '../dialect/problems.ts';
import type { Reply } from '../http/http-types.ts';
import { problemReply } from '../http/problem.ts';
import { rateLimitHeaders } from '../http/rate-limiter.ts';
import { flip, textOf, withText } from './alter.ts';
import type { FaultSpec, FaultTools } from './fault.ts';

/** Faults on the way, and answers that any request can get. */
export const transportFaultKinds = [
  'latency',
  'cut-before',
  'cut-after',
  'cut-halfway',
  'http-400',
  'http-401',
  'http-403',
  'http-404',
  'http-409',
  'http-422',
  'http-429',
  'http-500',
  'http-502',
  'http-503',
  'token-revoked',
  'token-refused',
  'token-short-lived',
  'token-without-scope',
  'redirect-307',
  'wrong-content',
  'broken-json',
  'empty-body',
  'clock-skew',
] as const;

/** What each of them does. */
export const transportFaults: Readonly<Record<(typeof transportFaultKinds)[number], FaultSpec>> = {
  latency: { operations: 'any', text: 'the answer is late (`ms`, `when`)', before: lateBefore, after: lateAfter },
  'cut-before': { operations: 'any', text: 'the connection is cut with nothing done', before: () => 'cut' },
  'cut-after': { operations: 'any', text: 'all is done, then the connection is cut without an answer', after: () => 'cut' },
  'cut-halfway': {
    operations: 'any',
    text: 'the connection is cut in the middle of the answer',
    after: (_tools, reply) => cutHalfway(reply),
  },
  'http-400': refusal('bad-request'),
  'http-401': refusal('token-invalid'),
  'http-403': refusal('not-linked'),
  'http-404': refusal('not-found'),
  'http-409': refusal('state-conflict'),
  'http-422': { ...refusal('event-invalid'), before: (tools) => refuse(tools, 'event-invalid', { issue: 'Payload Schema not supported' }) },
  'http-429': { operations: 'any', text: 'too many requests, with RateLimit headers (`reset`, `retryAfter`)', before: tooMany },
  'http-500': { operations: 'any', text: 'an internal error, before or after the effect (`when`)', before: errorBefore, after: errorAfter },
  'http-502': { operations: 'any', text: 'a gateway answers in HTML', before: () => gateway(502, 'Bad Gateway') },
  'http-503': { operations: 'any', text: 'the service is down for maintenance (`retryAfter`)', before: unavailable },
  'token-revoked': { operations: 'any', text: 'the access token of this request has ended early', before: revoke },
  'token-refused': { operations: ['token'], text: 'client authentication fails', before: () => tokenError(401, 'invalid_client') },
  'token-short-lived': { operations: ['token'], text: 'the token says to last, and ends after a second', after: shortLived },
  'token-without-scope': { operations: ['token'], text: 'the client has no scope', before: () => tokenError(400, 'invalid_scope') },
  'redirect-307': { operations: 'any', text: 'the request is sent to another host', before: redirect },
  'wrong-content': { operations: 'any', text: 'an HTML page with status 200', before: () => gateway(200, 'Wartung') },
  'broken-json': { operations: 'any', text: 'the answer ends in the middle, as if that were all', after: (_tools, reply) => broken(reply) },
  'empty-body': { operations: 'any', text: 'the answer is empty', after: (_tools, reply) => withText(reply, '') },
  'clock-skew': {
    operations: 'any',
    text: 'the clock of the service is `ms` ahead, by its `Date`; behind when negative',
    after: otherTime,
  },
};

function refusal(problem: ProblemName): FaultSpec {
  return { operations: 'any', text: `the problem \`${problem}\``, before: (tools) => refuse(tools, problem) };
}

function refuse({ app }: FaultTools, problem: ProblemName, extra: { issue?: string; headers?: Record<string, string> } = {}): Reply {
  return problemReply(app.dialect, new ApiProblem(problem, 'Answered so on demand.', extra));
}

async function lateBefore({ fault, app }: FaultTools): Promise<undefined> {
  if (fault.when !== 'after') await wait(fault.ms ?? 1000, undefined, { signal: app.closing });
}

async function lateAfter({ fault, app }: FaultTools, reply: Reply): Promise<Reply> {
  if (fault.when === 'after') await wait(fault.ms ?? 1000, undefined, { signal: app.closing });
  return reply;
}

function cutHalfway(reply: Reply): Reply {
  const size = typeof reply.body === 'string' ? Buffer.byteLength(reply.body) : reply.body.size;
  return { ...reply, cutAfter: Math.floor(size / 2) };
}

function tooMany(tools: FaultTools): Reply {
  const { reset = 1 } = tools.fault;
  return refuse(tools, 'too-many-requests', { headers: { ...rateLimitHeaders({ limit: 60, remaining: 0, reset }), ...retryAfter(tools) } });
}

function unavailable(tools: FaultTools): Reply {
  const reply = gateway(503, 'Service Unavailable');
  return { ...reply, headers: { ...reply.headers, ...retryAfter(tools) } };
}

function retryAfter({ fault }: FaultTools): Record<string, string> {
  return fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
}

function errorBefore(tools: FaultTools): Reply | undefined {
  return tools.fault.when === 'after' ? undefined : refuse(tools, 'internal-error');
}

function errorAfter(tools: FaultTools, reply: Reply): Reply {
  return tools.fault.when === 'after' ? refuse(tools, 'internal-error') : reply;
}

function revoke(tools: FaultTools): Reply {
  tools.app.tokens.revoke(tools.exchange.request.headers.authorization);
  return refuse(tools, 'token-invalid');
}

function tokenError(status: number, error: string): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error }) };
}

function shortLived({ app }: FaultTools, reply: Reply): Reply {
  if (reply.status !== 200) return reply;
  const body = JSON.parse(textOf(reply)) as { access_token: string };
  app.tokens.shorten(body.access_token, 1000);
  return reply;
}

function otherTime({ app, fault }: FaultTools, reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, date: new Date(app.clock.now() + (fault.ms ?? 90_000)).toUTCString() } };
}

function redirect({ exchange }: FaultTools): Reply {
  return { status: 307, headers: { location: `http://elsewhere.invalid${exchange.request.path}` }, body: '' };
}

function gateway(status: number, title: string): Reply {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function broken(reply: Reply): Reply {
  const text = textOf(reply);
  return withText(reply, text.startsWith('{') ? text.slice(0, Math.floor(text.length / 2)) : flip(text));
}
