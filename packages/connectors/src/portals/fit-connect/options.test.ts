import { expect, test } from 'vitest';
import { fitConnectOptions } from './options.ts';

const least = {
  tokenUrl: 'https://auth.example/token',
  apiUrl: 'https://service.example/submission-api',
  client: { id: 'client', secret: 'secret:client' },
  destinations: [{ id: '0d0a5e0e-0000-4000-8000-000000000001', decryptionKeys: ['secret:decryption'], signingKey: 'secret:signing' }],
};

test('the least that is needed has the deadlines and names of the field, and hears no callbacks', () => {
  expect(fitConnectOptions.parse(least)).toMatchObject({
    version: 'v2',
    deadline: { warnDays: [2, 7, 12], caseDay: 12, rejectDay: 14 },
    callbackSeconds: 300,
    names: { callbackTimestamp: 'callback-timestamp', callbackAuthentication: 'callback-authentication' },
  });
  expect(fitConnectOptions.parse(least).callbackSecret).toBeUndefined();
});

test.each<readonly [string, object]>([
  ['a secret for callbacks that is written out', { callbackSecret: 'hunter2' }],
  ['no secret in the list of those', { callbackSecret: [] }],
  ['a window of a day', { callbackSeconds: 86_400 }],
  ['a case that comes behind the end', { deadline: { caseDay: 15 } }],
])('%s is refused', (_, changes) => {
  expect(fitConnectOptions.safeParse({ ...least, ...changes }).success).toBe(false);
});
