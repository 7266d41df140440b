/** English texts of `amtsbote fit-connect`. */
export const enFitConnectKeys = {
  'fitKeys.group': 'What the portal fit-connect needs',
  'fitKeys.description': 'Keys of a destination (Zustellpunkt)',
  'fitCheck.description': 'look whether the portals of FIT-Connect work: token, destinations, keys, services, clock, callbacks',
  'fitCheck.portal': 'only this portal',
  'fitCheck.none': 'The configuration has no portal with the connector fit-connect.',
  'fitCheck.unknown': 'The configuration has no portal {portal} with the connector fit-connect.',
  'fitCheck.noneHint': 'See docs/guides/fit-connect.md for its options.',
  'fitKeys.check': 'compare the keys with those at the destination, and with what waits there; name the next step of a change',
  'fitKeys.create': 'make the keys of a destination: private halves become secrets, public ones files to upload',
  'fitKeys.export': 'write the public halves of the stored keys once more',
  'fitKeys.name': 'what the names of the secrets begin with',
  'fitKeys.out': 'folder for the public halves (default: the current one)',
  'fitKeys.created':
    'Upload both files at the destination, in the portal for self-service.\nThen write under it in amtsbote.yaml: decryptionKeys: [secret:{decryption}], signingKey: secret:{signing}\nThe private halves are in the secret store only: keep a copy of it, without them nothing can be decrypted.',
  'fitKeys.exists': 'The secret {secret} is there already; it is not replaced.',
  'fitKeys.existsHint': 'Choose another --name: old keys are needed until nothing encrypted for them waits.',
  'fitKeys.noKey': 'The secret {secret} is no private key.',
  'fitKeys.noKeyHint': 'A private JWK belongs there: RSA, with a key id.',
} as const;
