/** The words of the cloud screen: loaded with it and not before. Like index.ts and late.ts, the place where a language is chosen. Floor: ui. */
export { cloudWords } from './en-cloud.ts';
export { cloudAdvice } from './en-cloud-advice.ts';
export { setupWords } from './en-cloud-setup.ts';
