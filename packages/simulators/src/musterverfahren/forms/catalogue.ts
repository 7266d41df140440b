import { buildingForm } from './bauantrag.ts';
import type { Form } from './field.ts';
import { tradeForm } from './gewerbe.ts';
import { dogForm } from './hund.ts';
import { transferForm } from './schulwechsel.ts';

/** Every form, in the order of the navigation. */
export const forms: readonly Form[] = [dogForm, tradeForm, transferForm, buildingForm];
