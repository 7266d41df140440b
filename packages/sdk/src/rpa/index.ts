export type { AccountOptions, DialogRule, LoginProcedure } from './account-session.ts';
export { type ClickOptions, clickByName } from './click-by-name.ts';
export { type FillOptions, type FillReport, type FormFields, fillByLabel, uploadByLabel } from './fill-by-label.ts';
export { type BrowserSearch, type FoundBrowser, findBrowser } from './find-browser.ts';
export { pageFault, type PageFaultPlace } from './page-fault.ts';
export { compareByLabel, compareShown, type Complaints, complaints, expectFilled, type FieldDifference } from './read-back.ts';
export type { RequestPattern } from './request-pattern.ts';
export { type RpaAttempt, rpaChannel, type RpaChannelOptions, type RpaVisit } from './rpa-channel.ts';
export type { CommitAnswer, CommitDeclaration } from './write-fence.ts';
