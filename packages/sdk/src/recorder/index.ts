export { openRecorder, type Recorder, type RecorderOptions } from './recorder.ts';
export type { Recording, ShownRecord, ShownSearch } from './recording.ts';
export { type RecordedEvent, type RecordPhase, recordPhases } from './recorded-event.ts';
export { describeTarget } from './derive/describe-target.ts';
export { type DescribedTarget, type OpenQuestion, type QuestionCode, questionCodes } from './derive/described-target.ts';
export type { SampleRecord } from './derive/sample-record.ts';
export { describedOptions, isComplete } from './described-options.ts';
export { writeDescription, type WriteOptions } from './write-description.ts';
export { type PageObjectOptions, writePageObject } from './write-page-object.ts';
