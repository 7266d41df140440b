import type { Html } from '../../shared/markup.ts';
import type { Reply } from './http-types.ts';

/** A JSON answer. */
export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** An answer without content. */
export function noContent(): Reply {
  return { status: 204, headers: {}, body: '' };
}

/** An HTML page. */
export function page(content: Html, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: content.text };
}
