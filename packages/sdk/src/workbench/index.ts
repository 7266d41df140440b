export { joinSteps, type MessageValidation, type ValidationStep, type Verdict } from '../message/validation/validation.ts';
export type {
  ImportedSet,
  ImportOptions,
  ImportRemark,
  SchemaSet,
  SchemaSetManifest,
  SchemaSets,
} from '../message/schema-set/schema-set.ts';
export type { ValidatedFile, ValidatedStandard } from './validated-file.ts';
export { openSchemaSets } from '../message/schema-set/schema-sets.ts';
export { validateFiles, type ValidateFilesOptions } from './validate-files.ts';
export { ownProfiles } from '../message/profile/profiles.ts';
export { explainMessage, type ExplainOptions } from './explain.ts';
export type { AnnouncedFile, CourseStep, ExplainedAnswer, ExplainedPart, ExplainedValue, Explanation } from './explanation.ts';
export { type ProjectRoute, projectRoutes } from './project-routes.ts';
export { sampleMessage, type SampledMessage, type SampleRequest } from './sample-message.ts';
export { expandedText, findRoot, type FoundRoot } from '../message/sample/find-root.ts';
export { sampleInstance, type SampledInstance, type SampleOptions, type SampleSize } from '../message/sample/sample-instance.ts';
export { type ReportFacts, validationReport } from './validation-report.ts';
