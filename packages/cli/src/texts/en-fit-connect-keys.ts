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
  'fitKeys.rotate':
    'make a new pair of keys beside the old one, and tell the steps of the change; begun again, it goes on where it stopped',
  'fitKeys.csr': 'also write requests for certificates, for this name, such as "C=DE,O=Stadt Musterstadt,CN=FIT-Connect"',
  'fitKeys.certificate': 'certificates (PEM) that go with the public halves they are of',
  'fitKeys.noSubject': 'The value of --csr is no name of a certificate.',
  'fitKeys.noSubjectHint':
    'Write TYPE=VALUE, separated by commas, of C, ST, L, O, OU, CN and serialNumber, with exactly one CN; a comma within a value is written \\,.',
  'fitKeys.noCertificate': 'None of the certificates is of one of the keys.',
  'fitKeys.unreadable': 'The file {file} cannot be read.',
  'fitKeys.nothingToRotate': 'There are no keys whose secrets begin with {name}.',
  'fitKeys.nothingToRotateHint': '`amtsbote fit-connect keys create` makes the first ones; --name says what they are called.',
  'fitKeys.notInUse': 'The secret {secret} is not used by the configuration: there is nothing to change yet.',
  'fitKeys.notInUseHint': 'Write it under the destination in amtsbote.yaml, or see `amtsbote fit-connect keys create`.',
  'fitKeys.rotated': 'A new pair of keys was made. The old ones stay and go on decrypting.',
  'fitKeys.rotating': 'A change is under way: these keys were made before, nothing new was made.',
  'fitKeys.steps':
    '1. Upload both files at the destination, in the portal for self-service. Change nothing else there yet.\n2. In amtsbote.yaml, put the new key in front: decryptionKeys: [secret:{decryption}, secret:{oldDecryption}]\n3. Set the new key as the key for encryption at the destination.\n4. In amtsbote.yaml: signingKey: secret:{signing}\n5. Two weeks later, when nothing that waits is encrypted with the old one: take it out of decryptionKeys and remove {oldDecryption} and {oldSigning} with `amtsbote secret`. The old public key for signing stays at the destination: senders verify earlier answers with it.\n`amtsbote fit-connect keys check` says after each step how it stands.',
  'fitKeys.name': 'what the names of the secrets begin with',
  'fitKeys.out': 'folder for the public halves (default: the current one)',
  'fitKeys.created':
    'Upload both files at the destination, in the portal for self-service.\nThen write under it in amtsbote.yaml: decryptionKeys: [secret:{decryption}], signingKey: secret:{signing}\nThe private halves are in the secret store only: keep a copy of it, without them nothing can be decrypted.',
  'fitKeys.exists': 'The secret {secret} is there already; it is not replaced.',
  'fitKeys.existsHint': 'Choose another --name: old keys are needed until nothing encrypted for them waits.',
  'fitKeys.noKey': 'The secret {secret} is no private key.',
  'fitKeys.noKeyHint': 'A private JWK belongs there: RSA, with a key id.',
} as const;
