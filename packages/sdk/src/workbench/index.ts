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
export type { LintFinding, MappingLint, NotJudged } from '../mapping/lint/lint-finding.ts';
export { lintMappings, type LintMappingsOptions } from './mapping/lint-mappings.ts';
export type { MappingProjectOptions } from './mapping/mapping-project.ts';
export type { MappingPreview, PreviewedField } from '../mapping/preview/preview.ts';
export { type MessagePreview, previewMessage, type PreviewMessageOptions } from './mapping/preview-message.ts';
export type { CoverageCounts, CoverageSummary, CoveredPlace, MessageCoverage } from '../mapping/cover/coverage.ts';
export { coverageHtml, type CoverageReport } from '../mapping/cover/coverage-html.ts';
export { coverageMarkdown } from '../mapping/cover/coverage-markdown.ts';
export { type CoveredMessages, coverMessages, type CoverMessagesOptions, type MappingCoverage } from './mapping/cover-messages.ts';
export type { FieldDifference, TestOutcome } from '../mapping/tests/compare-result.ts';
export type { ExpectedFinding, MappingTest, MappingTestFile } from '../mapping/tests/test-file.ts';
export { junitXml, type JUnitCase, type JUnitSuite } from '../mapping/tests/junit.ts';
export { type TestedFile, type TestedMapping, testMappings, type TestMappingsOptions } from './mapping/test-mappings.ts';
export { updateTests } from './mapping/update-tests.ts';
export { sampleMessage, type SampledMessage, type SampleRequest } from './sample-message.ts';
export { expandedText, findRoot, type FoundRoot } from '../message/sample/find-root.ts';
export { sampleInstance, type SampledInstance, type SampleOptions, type SampleSize } from '../message/sample/sample-instance.ts';
export { type ReportFacts, validationReport } from './validation-report.ts';
export { readMessage, type ReadMessageOptions } from '../message/read-message.ts';
export { loadSchema, type Schema } from '../message/schema-set/schema.ts';
export { parseMapping } from '../mapping/parse-mapping.ts';
export type { Mapping } from '../mapping/mapping.ts';
export { type ProposedMapping, proposeMappingFile, type ProposeMappingOptions } from './mapping/propose-mapping-file.ts';
