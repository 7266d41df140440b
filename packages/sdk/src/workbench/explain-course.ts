import type { Message } from '../message/message.ts';
import type { IdentifiedMessage, MessageHeader, Profile } from '../message/profile/profile.ts';
import type { MessageValidation } from '../message/validation/validation.ts';
import type { CourseStep } from './explanation.ts';
import type { ProjectRoute } from './project-routes.ts';

/** What decides about the way of a message. */
export interface CourseFacts {
  readonly message: Message;
  readonly found: IdentifiedMessage | undefined;
  readonly profiles: readonly Profile[];
  readonly header: MessageHeader | undefined;
  readonly validation: MessageValidation | undefined;
  /** Those that take it; undefined where there is no project. */
  readonly routes: readonly ProjectRoute[] | undefined;
}

/** What Amtsbote does with a message, until a step stops it. */
export function courseOf(facts: CourseFacts): readonly CourseStep[] {
  const steps = [standardStep(facts), sameStep(facts.header)];
  if (facts.header?.test === true) steps.push(step('test-message'));
  if (facts.routes === undefined) steps.push(step('no-project'), schemaStep(facts.validation, undefined));
  else steps.push(...routeSteps(facts, facts.routes));
  const end = steps.findIndex(({ stops }) => stops);
  return end < 0 ? steps : steps.slice(0, end + 1);
}

function standardStep({ found, message, profiles }: CourseFacts): CourseStep {
  if (found) return step('standard-known', [found.profile.title]);
  const claiming = profiles.filter((profile) => profile.detect(message)).map(({ name }) => name);
  return claiming.length === 0 ? step('standard-unknown') : step('standard-ambiguous', claiming);
}

function sameStep(header: MessageHeader | undefined): CourseStep {
  return step(header?.messageId === undefined ? 'same-by-content' : 'same-by-id');
}

function routeSteps({ header, validation }: CourseFacts, taking: readonly ProjectRoute[]): readonly CourseStep[] {
  const [route] = taking;
  if (!route) return [step('no-route', [], true)];
  if (competing(taking)) return [step('several-routes', namesOf(taking), true)];
  const steps = taking.map(({ name, target }) => step('one-route', [name, target]));
  const productive = taking.filter((one) => one.productive);
  if (header?.test === true && productive.length > 0) steps.push(step('test-refused', targetsOf(productive), true));
  return [...steps, schemaStep(validation, route), step('mapped', namesOf(taking))];
}

/** Whether two routes of one portal take it; which portal it comes from is not known here. */
function competing(routes: readonly ProjectRoute[]): boolean {
  return new Set(routes.map(({ portal }) => portal)).size < routes.length;
}

function namesOf(routes: readonly ProjectRoute[]): readonly string[] {
  return routes.map(({ name }) => name);
}

function targetsOf(routes: readonly ProjectRoute[]): readonly string[] {
  return [...new Set(routes.map(({ target }) => target))];
}

function schemaStep(validation: MessageValidation | undefined, route: ProjectRoute | undefined): CourseStep {
  const verdict = validation?.verdict ?? 'not-checked';
  if (verdict === 'valid') return step('schema-valid');
  if (verdict === 'invalid') return step('schema-invalid', [], true);
  return route?.unchecked === 'deliver' ? step('schema-unchecked-delivered', [route.name]) : step('schema-unchecked', [], true);
}

function step(name: CourseStep['step'], names: readonly string[] = [], stops = false): CourseStep {
  return { step: name, names, stops };
}
