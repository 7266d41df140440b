// What @openfn/compiler makes of a job: operations of an adaptor, exported in order.
import { dataValue, field, fields, fn, http } from '@openfn/language-common';

const names = [
  'familyName',
  'givenNames',
  'birthDate',
  'street',
  'houseNumber',
  'postcode',
  'town',
  'phone',
  'email',
  'dogName',
  'breed',
  'chipNumber',
  'remark',
];

export default [
  fn((state) => {
    const record = fields(...names.map((name) => field(name, dataValue(name)(state))));
    return { ...state, data: { key: state.configuration.key, ...record } };
  }),
  fn(async (state) => {
    const { baseUrl, key } = state.configuration;
    const sent = await http.post(`${baseUrl}/records`, state.data, { headers: { 'idempotency-key': key } })(state);
    return { ...state, reference: sent.data.reference };
  }),
];
