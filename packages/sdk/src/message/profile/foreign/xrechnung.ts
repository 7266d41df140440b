import { headerReader } from '../header-reader.ts';
import { lazyPath } from '../lazy-path.ts';
import type { Message } from '../../message.ts';
import type { MessageKind, Profile } from '../profile.ts';

const crossIndustry = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';
const ubl = /^urn:oasis:names:specification:ubl:schema:xsd:(?:Invoice|CreditNote)-2$/;

const customization = lazyPath('c:CustomizationID | u:ExchangedDocumentContext/a:GuidelineSpecifiedDocumentContextParameter/a:ID', {
  c: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  u: crossIndustry,
  a: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
});

/** XRechnung (UBL and CII): invoices that came to the wrong place. Recognised by the specification they name. */
export const xrechnung: Profile = { name: 'xrechnung', title: 'XRechnung', detect, header: headerReader({}) };

function detect(message: Message): MessageKind | undefined {
  const { namespace, localName } = message.root;
  if (namespace !== crossIndustry && !ubl.test(namespace)) return undefined;
  const match = /:xrechnung_(\d+\.\d+)/i.exec(message.string(customization()));
  return match ? { version: match[1], type: localName } : undefined;
}
