/** Thrown when the server cannot be reached, or answers what the application does not know. */
export class ServerError extends Error {}

/** Asks the server; answers with what it said. A session that has ended is told to the whole application. */
export async function ask(method, path, content) {
  const answer = await fetch(`/daten/${path}`, { method, ...bodyOf(content) }).catch(() => {
    throw new ServerError('Die Verbindung zum Server wurde unterbrochen. Bitte prüfen Sie, ob Ihre Eingaben gespeichert wurden.');
  });
  if (answer.status === 401) return signedOut(await answer.json());
  if (answer.status === 403) return dispatchEvent(new CustomEvent('mv-stufe', { detail: await answer.json() })) && never();
  if (answer.status === 429) throw new ServerError('Zu viele Anfragen. Bitte versuchen Sie es in Kürze erneut.');
  if (!answer.ok && answer.status !== 410 && answer.status !== 404)
    throw new ServerError(`Es ist ein interner Fehler aufgetreten (${answer.status}).`);
  return answer.json();
}

function signedOut(reason) {
  dispatchEvent(new CustomEvent('mv-abgemeldet', { detail: reason }));
  return never();
}

/** The page goes elsewhere; whoever asked hears nothing more. */
function never() {
  return new Promise(() => {});
}

function bodyOf(content) {
  if (content === undefined) return {};
  if (content instanceof FormData) return { body: content };
  return { body: JSON.stringify(content), headers: { 'content-type': 'application/json' } };
}
