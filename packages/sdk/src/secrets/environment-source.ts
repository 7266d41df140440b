import type { SecretSource } from './secret-store.ts';

/** Secrets from environment variables: `portal-password` is `AMTSBOTE_SECRET_PORTAL_PASSWORD`. For CI and services. */
export function environmentSource(env: Readonly<Record<string, string | undefined>>): SecretSource {
  return { name: 'env', get: async (name) => env[variableOf(name)] };
}

/** The environment variable of a secret. */
export function variableOf(name: string): string {
  return `AMTSBOTE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
