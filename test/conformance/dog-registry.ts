import { defineTarget, OutcomeUnknown, recordShape, type TargetDefinition } from '@amtsbote/sdk';
import { apiChannel, type HttpResponse } from '@amtsbote/sdk/http';
import { z } from '@amtsbote/sdk/zod';

/** A registry that takes dogs as JSON and finds them by our delivery key. */
export const connector: TargetDefinition<{ readonly url: string }> = defineTarget({
  name: 'dog-registry',
  options: z.strictObject({ url: z.url() }),
  open: async (services) => ({
    records: {
      'dog-registration': recordShape({ keeper: { required: true, max: 60 }, breed: { required: true } }),
    },
    channels: [
      apiChannel({
        services,
        http: { baseUrl: services.options.url, timeoutMs: 10_000 },
        capabilities: {
          find: 'authoritative',
          idempotencyKey: false,
          maxInFlightMs: 1000,
          visibilityLagMs: 0,
        },
        deliver: async (_type, record, attempt) => {
          const body = { json: { externalKey: attempt.deliveryKey, ...record } };
          attempt.signal.throwIfAborted();
          return attempt.commit({ name: 'create dog', preview: JSON.stringify(body.json) }, async () => {
            const { signal } = attempt;
            return delivered(await attempt.http.request({ method: 'POST', path: '/dogs', body, signal }));
          });
        },
        find: async (http, { key, signal }) => {
          const answer = await http.request({
            method: 'GET',
            path: '/dogs',
            query: { externalKey: key },
            signal,
          });
          return (answer.json() as readonly { id: string }[]).map(({ id }) => id);
        },
        check: async (http, signal) => {
          await http.request({ method: 'GET', path: '/health', signal });
          return [{ name: 'registry answers', ok: true }];
        },
      }),
    ],
  }),
});

function delivered(answer: HttpResponse): { readonly reference: string } {
  const { id } = answer.json() as { id?: string };
  if (id === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the answer has no id');
  return { reference: id };
}
