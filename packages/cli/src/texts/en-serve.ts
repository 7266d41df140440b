/** English texts of `amtsbote serve`, and of what portals wait for. */
export const enServe = {
  'serve.description': 'run `sync` on a schedule and whenever a portal calls; with a health endpoint, until it is stopped',
  'serve.every': 'from the beginning of one run to that of the next (default: `serve.every` of the configuration, or 300)',
  'serve.port': 'port to listen at (default: that of `serve.listen` of the configuration, or 8789)',
  'serve.verbose': 'say everything of each run (default: only what needs attention)',
  'serve.listening': 'Listening at {url}; a run every {seconds} seconds. Health: {url}/health',
  'serve.callback': 'Callbacks of the portal go to {address}',
  'serve.stopping': 'Stopping: the delivery at hand is finished. Once more stops at once.',
  'serve.refused': '{count} callbacks were refused since the last run: another secret, another clock, or somebody else sent them.',
  'serve.certificateUnread': 'The certificate could not be read again; the one before stays in use.',
  'serve.portTaken': 'Something else listens at {address} already.',
  'serve.portTakenHint': 'Is `amtsbote serve` running already? Otherwise choose another port with --port.',
  'serve.cannotListen': 'It is not possible to listen at {address}.',
  'serve.certificateUnusable': 'Certificate or key of `serve.tls` cannot be used.',
  'serve.certificateUnusableHint': 'Both are files in PEM, without a password, and the key is that of the certificate.',
  'urgent.deadline':
    'Portal {portal}: {count} submission(s) must be answered soon, the first ({id}) until {until}; then the portal rejects by itself.',
  'urgent.over':
    'Portal {portal}: {count} submission(s) wait for their answer; {over} of them the portal has rejected by itself, the first ({id}) on {until}.',
  'urgent.failing': 'Portal {portal} is not well since {since}: {codes}',
  'show.answerBy': 'the portal waits for an answer until {at}, then it rejects by itself',
} as const;
